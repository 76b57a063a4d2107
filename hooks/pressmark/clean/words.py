"""The words of web furniture, by language: data for the cleaning rules.

Every phrase is compared with a whole line (folded to lower case, marks and end punctuation
dropped), never searched for inside of one: prose that speaks of cookies stays prose.
"""


def _phrases(text: str) -> frozenset[str]:
    return frozenset(p.strip() for line in text.splitlines() for p in line.split("|")) - {""}


SHARE = _phrases("""
    share|share this|share this article|share this story|share this page|share this post|share on
    share on facebook|share on twitter|share on x|share on linkedin|share on whatsapp
    share via email|share by email|facebook|twitter|x|tweet|tweet this|linkedin|whatsapp|telegram
    pinterest|reddit|email|e-mail|email this|print|print this page|print article|copy link
    copy the link|link copied|save|save article|save for later|bookmark|listen|listen to article
    teilen|artikel teilen|per e-mail teilen|drucken|artikel drucken|merken|link kopieren
    partager|partager l'article|imprimer|envoyer par e-mail|copier le lien
    compartir|compartir en facebook|imprimir|copiar enlace|condividi|stampa|delen|afdrukken
    compartilhar|udostępnij|drukuj|поделиться|распечатать|مشاركة|طباعة|分享|打印|シェア|印刷する
""")

NAVIGATION = _phrases("""
    home|homepage|menu|main menu|skip to content|skip to main content|skip to navigation|search
    close|close menu|open menu|toggle navigation|navigation|about|about us|contact|contact us|news
    sitemap|site map|login|log in|sign in|sign up|register|subscribe|my account|archive|archives
    back to top|top|next|previous|next article|previous article|next page|previous page|advertise
    advertise with us|careers|jobs|help|faq|privacy|privacy policy|cookie policy|cookie settings
    terms|terms of use|terms of service|terms and conditions|imprint|accessibility|rss|sections
    latest|latest news|most read|most popular|trending|opinion|sports|business|culture|weather
    startseite|menü|zum inhalt springen|suche|impressum|datenschutz|kontakt|anmelden|registrieren
    nach oben|über uns|abo|agb|accueil|rechercher|mentions légales|se connecter|s'abonner|contact
    haut de page|aller au contenu|inicio|buscar|contacto|aviso legal|iniciar sesión|suscríbete
    política de privacidad|inizio|cerca|contatti|accedi|главная|поиск|контакты|войти|о нас
    الرئيسية|بحث|اتصل بنا|من نحن|首页|搜索|联系我们|ホーム|検索|お問い合わせ|メニュー
""")

ADVERTISEMENT = _phrases("""
    advertisement|advertisements|advertisement - continue reading below|advertisement continue
    article continues below|article continues below advertisement|continue reading below|ad
    story continues below advertisement|story continues below this ad|sponsored|sponsored content
    scroll to continue|anzeige|werbung|nach der anzeige weiterlesen|publicité|annonce|publicidad
    anuncio|pubblicità|advertentie|reklama|реклама|إعلان|广告|広告
""")

RELATED = _phrases("""
    related|related articles|related stories|related content|related news|related topics|related links
    related posts|read more|read also|read next|also read|see also|more on this|more on this story
    more stories|more news|you may also like|you might also like|recommended|recommended for you
    up next|don't miss|most read|most popular|trending now|editor's picks|keep reading
    mehr zum thema|lesen sie auch|das könnte sie auch interessieren|weitere artikel|meistgelesen
    à lire aussi|lire aussi|sur le même sujet|articles liés|lea también|te puede interesar
    noticias relacionadas|leggi anche|lees ook|читайте также|по теме|اقرأ أيضا|مواضيع ذات صلة
    相关新闻|相关阅读|延伸阅读|関連記事|あわせて読みたい
""")

PLACEHOLDER = _phrases("""
    image not found or type unknown|image not found|image unavailable|image not available|no image
    image could not be loaded|image|photo|picture|video|video unavailable|loading|loading...
    [image]|[photo]|[picture]|[video]|[img]|your browser does not support the video tag
    your browser does not support the audio element|bild nicht gefunden|image introuvable
    imagen no encontrada|图片|画像
""")

END_MARKS = _phrases("""
    ###|# # #|-30-|- 30 -|—30—|ends|-ends-|- ends -|(ends)|[ends]|-end-|finis|xxx
""")
"""How a wire or a press release says that it is over (journalism's `-30-`)."""
