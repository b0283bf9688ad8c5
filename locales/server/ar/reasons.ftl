### { "\u2066" } and { "\u2069" } keep Latin text together that begins or ends with a sign or digit.

reason-missing = يلزم إدخال قيمة هنا.
reason-empty = يُرجى كتابة شيء هنا؛ لا يمكن ترك المكان فارغًا.
reason-too-long = هذا طويل جدًا. أكبر عدد من الحروف: { $limit }.
reason-not-a-number = يُرجى كتابة عدد صحيح، مثل 12.
reason-not-a-uuid = يُرجى كتابة معرّف بصيغة UUID، مثل { "\u2066" }0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61{ "\u2069" }.
reason-not-a-date = يُرجى كتابة تاريخ موجود، مثل { "\u2066" }2026-03-31{ "\u2069" }.
reason-not-a-tag = يُرجى كتابة رمز لغة، مثل de أو kmr أو sr-Latn.
reason-not-a-slug = يُرجى استخدام حروف صغيرة وأرقام وشرطات فقط، مثل first-steps.
reason-reserved = الخادم نفسه يحتاج إلى هذه الكلمة. يُرجى اختيار كلمة أخرى.
reason-unknown-value = هذه القيمة غير ممكنة. القيم الممكنة: { $allowed }.
reason-unknown-topic = هذا الموضوع غير موجود. المواضيع الممكنة: { $allowed }.
reason-has-children = توجد صفحات تحتها. يُرجى نقلها أو حذفها أولًا.
reason-not-a-revision = يُرجى كتابة رقم مراجعة ذكره الخادم، مثل 42.
reason-not-json = هذا ليس JSON صحيحًا. يُرجى التحقق من علامات الاقتباس والفواصل والأقواس.
reason-control-characters = توجد هنا رموز تحكم غير مرئية. يُرجى حذفها.
reason-wrong-type = نوع هذه القيمة غير صحيح. وصف الواجهة البرمجية يذكر النوع الممكن.
reason-unknown-field = لا يوجد حقل بهذا الاسم. وصف الواجهة البرمجية يذكر كل الحقول.
reason-unreadable = لا يستطيع الخادم قراءة هذا. يُرجى التحقق من طريقة الكتابة.
reason-too-deep = العناصر متداخلة أكثر من اللازم. أكبر عدد من المستويات: { $limit }.
reason-unknown-page = لا توجد هذه الصفحة في هذه المنطقة.
reason-exists = «{ $name }» موجود من قبل.
reason-archived = الصفحة مؤرشفة. يُرجى استعادتها أولًا.
reason-not-public = لا يوجد نص منشور يمكن سحبه.
reason-unknown-parameter = هذا العنوان لا يعرف معاملًا بهذا الاسم. يُرجى حذفه.
reason-too-many = هذا كثير دفعة واحدة. أكبر عدد: { $limit }.
