finding-too-large =
    { $unit ->
        [bytes] Dosya çok büyük; sınır { $limit } KiB. Lütfen onu birkaç dosyaya bölün.
       *[entries] Dosyada çok fazla kayıt var; sınır { $limit }. Lütfen onu birkaç dosyaya bölün.
    }
finding-encoding =
    { $kind ->
        [bytes] Dosya UTF-8 biçiminde değil. Lütfen UTF-8 olarak kaydedin ve yeniden gönderin.
        [replacement] Burada bir harf kayboldu, yerinde { $character } var. Lütfen oraya doğru harfi yazın.
       *[control] Burada görünmeyen bir denetim karakteri var: { $character }. Lütfen onu silin.
    }
finding-nesting = İç içe çok fazla parantez var; sınır { $limit } düzey. Lütfen bu kaydı daha basit yazın.
finding-bom = Dosya görünmeyen bir işaretle (BOM) başlıyor. Lotse onu kaldırır; bir şey yapmanız gerekmez.
finding-syntax =
    { $reason ->
        [tab] Bu satır sekme (Tab) ile başlıyor. Lütfen onun yerine dört boşlukla başlatın.
        [id] “=” işaretinden önceki ad okunamıyor. Lütfen adı kaynak metinden kopyalayın; adlar hiç çevrilmez.
        [message-selector] “->” işaretinden önce bir mesaj veya terim olamaz. Lütfen oraya kaynak metindeki gibi bir değişken yazın.
        [term-attribute] Bir terimin özniteliği metinde gösterilemez. Lütfen noktayı ve sonrasını silip terimin kendisini kullanın.
        [default-variant] Tam olarak bir seçenek varsayılan olmalı. Lütfen yalnızca sonuncusunun önüne * koyun, örneğin *[other].
        [escape] \ işareti burada yanlış kullanılmış. Lütfen \\ veya \" veya \u ve dört basamak yazın, örneğin \u00A0.
        [unclosed] Burada bir parantez veya tırnak açılmış ama kapatılmamış. Lütfen onu kaynak metindeki gibi kapatın.
        [equals] Addan sonra “=” işareti eksik. Lütfen şöyle yazın: ad = metin
        [value] “=” işaretinden sonra bir şey yok. Lütfen oraya çeviriyi yazın veya kaydı silin.
        [token] Burada bir şey eksik: “{ $expected }”. Lütfen onu kaynak metindeki gibi ekleyin.
       *[other] Bu kayıt okunamıyor. Lütfen onu kaynak metinden yeniden kopyalayın ve yalnızca sözcükleri çevirin.
    }
finding-duplicate-message = Bu adda bir mesaj zaten var, satır { $first }. Lütfen ikisinden birini silin.
finding-duplicate-attribute = Bu adda bir öznitelik zaten var, satır { $first }. Lütfen ikisinden birini silin.
finding-missing-message = Bu mesaj henüz çevrilmedi; okuyanlar onu başka bir dilde görür. Lütfen vaktiniz olunca çevirin.
finding-obsolete-message = Kaynak metinde bu adda bir mesaj yok, bu yüzden onu kimse görmez. Lütfen adı düzeltin veya mesajı silin.
finding-missing-term = “{ $term }” terimi eksik. Lütfen onu kaynak metinden kopyalayın ve çevirin.
finding-missing-value = “=” işaretinden sonraki metin eksik. Lütfen onu kaynak metinden çevirin.
finding-obsolete-value = Kaynak metinde “=” işaretinin hemen ardında bir şey yok. Lütfen oradaki metni silin, yalnızca noktayla başlayan satırlar kalsın.
finding-missing-attribute = “.{ $attribute }” satırı eksik. Lütfen onu kaynak metinden kopyalayın ve çevirin.
finding-obsolete-attribute = Kaynak metinde “.{ $attribute }” satırı yok, bu yüzden onu kimse görmez. Lütfen onu silin.
finding-empty = Bu metin hiçbir şey göstermiyor. Lütfen çeviriyi yazın veya mesajı silin.
finding-unknown-variable =
    { $empty ->
        [known] Uygulama burada “{ $name }” değişkenini tanımıyor ve kaynak metinde değişken yok. Lütfen onu çıkarın.
       *[none] Uygulama burada “{ $name }” değişkenini tanımıyor. Lütfen onu çıkarın veya kaynak metindeki bir değişkeni kullanın: “{ $known }”.
    }
finding-missing-variable = Kaynak metinde “{ $name }” var, çeviride yok. Lütfen onu süslü parantez içinde metne ekleyin.
finding-unknown-reference = “{ $name }” diye bir şey yok. Lütfen adı kaynak metinden kopyalayın veya çıkarın.
finding-missing-term-ref = Kaynak metinde “{ $name }” terimi var, çeviride yok. Lütfen onu süslü parantez içinde metne ekleyin.
finding-obsolete-term-ref = Kaynak metinde burada “{ $name }” terimi yok. Lütfen onu çıkarın ve sözcüğün kendisini yazın.
finding-missing-message-ref = Kaynak metinde “{ $name }” mesajı var, çeviride yok. Lütfen onu süslü parantez içinde metne ekleyin.
finding-obsolete-message-ref = Kaynak metinde burada “{ $name }” mesajı yok. Lütfen onu çıkarın ve sözcüklerin kendisini yazın.
finding-cycle = Bu mesajlar halka gibi birbirine gönderme yapıyor: { $path }. Lütfen göndermeyi bu mesajdan çıkarın.
finding-expansion = Bu mesajı göstermek için çok fazla süslü parantez gerekiyor; sınır { $limit }. Lütfen daha az mesaja ve terime gönderme yapın.
finding-unknown-function = Uygulamalarda “{ $name }” işlevi yok. Lütfen onu çıkarın veya şunlardan birini kullanın: { $known }.
finding-function-option =
    { $kind ->
        [option] “{ $function }” işlevi “{ $option }” ayarını tanımıyor. Lütfen onu silin veya kaynak metinden kopyalayın.
       *[value] “{ $function }” işlevi “{ $option }” için bu değeri tanımıyor. Lütfen değeri kaynak metinden kopyalayın.
    }
finding-term-positional-arg = “{ $term }” teriminden sonraki parantezde adsız bir değer var; hiçbir etkisi yok. Lütfen onu silin veya önüne adını ve iki nokta yazın.
finding-missing-plural = { $numbers } gibi sayılar için biçimler eksik. Lütfen şunların her biri için bir seçenek ekleyin: { $missing }.
finding-unreachable-plural = Bu dil [{ $category }] biçimini hiç kullanmaz. Lütfen bu seçeneği silin, şunlar kalsın: { $used }.
finding-duplicate-variant = [{ $name }] seçeneği iki kez var. Lütfen ikisinden birini silin.
finding-plural-without-number = [{ $category }] biçimi birkaç sayı için kullanılır: { $numbers }. Lütfen sayıyı içinde gösterin: süslü parantez içinde “{ $name }”.
finding-html-unbalanced = “{ $tag }” etiketi çift olarak açılıp kapatılmamış. Lütfen etiketleri kaynak metindeki gibi koyun.
finding-html-unexpected = Kaynak metinde “{ $what }” yok. Lütfen onu çıkarın.
finding-html-attr-changed =
    { $empty ->
        [found] “{ $tag }” etiketinde “{ $attribute }” yok veya boş. Lütfen kaynak metindeki gibi yazın: “{ $wanted }”.
        [wanted] “{ $tag }” etiketinde, kaynak metinde “{ $attribute }” için bir değer yok. Lütfen “{ $found }” değerini çıkarın.
       *[none] “{ $tag }” etiketinde “{ $attribute }” değeri “{ $found }”. Lütfen kaynak metindeki gibi yazın: “{ $wanted }”.
    }
finding-html-missing = Kaynak metinde “{ $tag }” etiketi var, çeviride yok. Lütfen onu kaynak metindeki gibi koyun.
finding-url =
    { $empty ->
        [found] Kaynak metindeki “{ $wanted }” adresi burada yok. Lütfen kaynak metindeki gibi yazın.
        [wanted] Kaynak metinde “{ $found }” adresi yok. Lütfen onu çıkarın.
       *[none] Adres aynı değil: kaynak metinde “{ $wanted }”, burada “{ $found }”. Lütfen kaynak metindeki gibi yazın.
    }
finding-number =
    { $empty ->
        [found] Kaynak metindeki “{ $wanted }” sayısı burada yok. Lütfen kaynak metindeki gibi yazın.
        [wanted] Kaynak metinde “{ $found }” sayısı yok. Lütfen onu çıkarın.
       *[none] Sayı aynı değil: kaynak metinde “{ $wanted }”, burada “{ $found }”. Lütfen kaynak metindeki gibi yazın.
    }
finding-whitespace-edge =
    { $edge ->
        [start] Baştaki boşluk kaynak metindeki gibi değil. Lütfen metni aynı boşluklarla başlatın.
       *[end] Sondaki boşluk kaynak metindeki gibi değil. Lütfen metni aynı boşluklarla bitirin.
    }
finding-max-length = Bu metin çok uzun: { $length } karakter. Lütfen en fazla { $limit } karaktere kısaltın.
finding-accesskey = “{ $found }” tuşu “{ $label }” içinde bir harf değil. Lütfen oradan bir harf seçin.
finding-css = Bu bir metin değil, sayfa düzeni için bir ölçü. Lütfen onu kaynak metnin biçiminde yazın: “{ $wanted }”.
finding-unchanged = Bu metin kaynak metinle aynı. Doğruysa bir şey yapmanız gerekmez.
finding-bidi-override = Görünmeyen { $character } karakteri metni ters çeviriyor. Lütfen onu silin.
finding-bidi-unbalanced = Görünmeyen { $character } işaretinin eşi yok. Lütfen onu silin veya bölümünün bittiği yere U+2069 ekleyin.
finding-zero-width = Burada bu dilin kullanmadığı, görünmeyen { $character } karakteri var. Lütfen onu silin.
finding-not-nfc = Bazı harfler alışılmadık biçimde oluşturulmuş. Lotse onları alışılmış biçimde saklar; bir şey yapmanız gerekmez.
finding-script = Harfler bu dilin yazısından ({ $wanted }) değil, başka bir yazıdan ({ $found }). Lütfen dilin kendi yazısıyla yazın veya doğru dili seçin.
finding-mixed-script = “{ $word }” sözcüğünde iki alfabenin birbirine benzeyen harfleri karışmış. Lütfen sözcüğü yeniden yazın.
finding-language = Bu “{ $wanted }” dili değil, “{ $found }” dili gibi görünüyor. Lütfen buradaki metnin doğru olup olmadığını kontrol edin.
