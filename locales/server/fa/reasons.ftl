### { "\u2066" } and { "\u2069" } keep Latin text together that begins or ends with a sign or digit.

reason-missing = اینجا یک مقدار لازم است.
reason-empty = لطفاً اینجا چیزی بنویسید؛ نباید خالی بماند.
reason-too-long = این بیش از حد بلند است. حداکثر تعداد نویسه‌ها: { $limit }.
reason-not-a-number = لطفاً یک عدد صحیح بنویسید، مانند 12.
reason-not-a-uuid = لطفاً شناسه‌ای به شکل UUID بنویسید، مانند { "\u2066" }0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61{ "\u2069" }.
reason-not-a-date = لطفاً تاریخی بنویسید که وجود دارد، مانند { "\u2066" }2026-03-31{ "\u2069" }.
reason-not-a-tag = لطفاً یک کد زبان بنویسید، مانند de یا kmr یا sr-Latn.
reason-not-a-slug = لطفاً فقط حروف کوچک، رقم و خط تیره به کار ببرید، مانند first-steps.
reason-reserved = خود سرور به این واژه نیاز دارد. لطفاً واژهٔ دیگری انتخاب کنید.
reason-unknown-value = این مقدار ممکن نیست. مقدارهای ممکن: { $allowed }.
reason-unknown-topic = چنین موضوعی نیست. موضوع‌های ممکن: { $allowed }.
reason-has-children = صفحه‌هایی زیر آن هست. لطفاً اول آن‌ها را جابه‌جا یا حذف کنید.
reason-not-a-revision = لطفاً شمارهٔ بازنگری‌ای را بنویسید که سرور داده است، مانند 42.
reason-not-json = این JSON درست نیست. لطفاً گیومه‌ها، ویرگول‌ها و کمانک‌ها را بررسی کنید.
reason-control-characters = نویسه‌های کنترلی ناپیدا در آن هست. لطفاً آن‌ها را پاک کنید.
reason-wrong-type = نوع این مقدار درست نیست. توضیحات API نوع درست را نشان می‌دهد.
reason-unknown-field = چنین فیلدی وجود ندارد. توضیحات API همهٔ فیلدها را نشان می‌دهد.
reason-unreadable = سرور نمی‌تواند این را بخواند. لطفاً شیوهٔ نوشتن آن را بررسی کنید.
reason-too-deep = عنصرها بیش از حد تودرتو هستند. حداکثر تعداد سطح‌ها: { $limit }.
reason-unknown-page = چنین صفحه‌ای در این منطقه وجود ندارد.
reason-exists = «{ $name }» از قبل وجود دارد.
reason-archived = صفحه بایگانی شده است. لطفاً اول آن را بازگردانید.
reason-not-public = متن منتشرشده‌ای نیست که بتوان آن را پس گرفت.
reason-unknown-parameter = این نشانی چنین پارامتری ندارد. لطفاً آن را حذف کنید.
reason-too-many = این برای یک بار بیش از حد است. حداکثر تعداد: { $limit }.
