-- Requests for wrk that stand ready in a file, one after the other; at the end one line of JSON.
-- A row of sixteen `@` in a request becomes a number that was never sent before.

local requests, sent, first = {}, 0, os.time() * 1e6

function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   for length in function() return file:read("*n") end do
      file:read(1)
      local whole = file:read(length)
      local from, to = whole:find(("@"):rep(16), 1, true)
      requests[#requests + 1] = from and { whole:sub(1, from - 1), whole:sub(to + 1) } or whole
   end
   file:close()
end

function request()
   sent = sent + 1
   local request = requests[(sent - 1) % #requests + 1]
   if type(request) == "string" then
      return request
   end
   return request[1] .. string.format("%016.0f", first + sent) .. request[2]
end

function done(summary, latency)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format(
      '{"requests": %d, "seconds": %.6f, "failed": %d, "p50": %.3f, "p99": %.3f, "max": %.3f}\n',
      summary.requests, summary.duration / 1e6, failed,
      latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
