// Renders cases with i18next: a list of { language, texts, calls: [[key, options]] } comes in on stdin, the list of
// lists of texts goes out on stdout.
import { text } from 'node:stream/consumers'
import i18next from 'i18next'

const cases = JSON.parse(await text(process.stdin))
const rendered = []
for (const { language, texts, calls } of cases) {
  const app = i18next.createInstance()
  await app.init({
    lng: language,
    fallbackLng: false,
    compatibilityJSON: 'v4',
    showSupportNotice: false,
    resources: { [language]: { translation: texts } },
    interpolation: { escapeValue: false },
  })
  rendered.push(calls.map(([key, options]) => app.t(key, options)))
}
process.stdout.write(JSON.stringify(rendered))
