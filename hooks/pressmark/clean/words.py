"""The phrases of web furniture, in many languages: data for the cleaning rules.

A phrase is compared with a whole line (see `lines.fold_line`), never searched for inside of one:
prose about cookies stays prose.
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

JUMP = _phrases("""
    skip to content|skip to main content|skip to navigation|skip to footer|skip to search
    skip advertisement|back to top|zum inhalt|zum inhalt springen|nach oben|aller au contenu
    haut de page|saltar al contenido|ir al contenido|vai al contenuto|naar inhoud
""")
"""Links within a page: a single one is removed."""

NAVIGATION_SURE = frozenset(p for p in NAVIGATION if " " in p) | _phrases("""
    homepage|sitemap|login|menu|faq|rss|subscribe|register|impressum|datenschutz|startseite|abo|agb
    anmelden|registrieren|accueil|rechercher|inicio|buscar|suscríbete|首页|联系我们|ホーム|お問い合わせ
    الرئيسية|главная|войти
""")
"""Phrases of `NAVIGATION` that hardly occur outside of a website's menu."""

SHARE_ALONE = frozenset(
    p
    for p in SHARE
    if p.startswith(("share this", "share on", "share via", "share by")) and " " in p
) | _phrases("""
    artikel teilen|per e-mail teilen|artikel drucken|partager l'article|copy link|link kopieren
    copier le lien|print this page|compartir en facebook
""")
"""Phrases of `SHARE` that are buttons even alone."""

ADVERTISEMENT = _phrases("""
    advertisement|advertisements|advertisement - continue reading below|advertisement continue
    article continues below|article continues below advertisement|continue reading below|ad
    story continues below advertisement|story continues below this ad|sponsored|sponsored content
    this advertisement has not loaded yet, but your article continues below
    scroll to continue|anzeige|werbung|nach der anzeige weiterlesen|publicité|annonce|publicidad
    anuncio|pubblicità|advertentie|reklama|реклама|إعلان|广告|広告
""")

RELATED = _phrases("""
    related|related articles|related stories|related content|related news|related topics
    related posts|read more|read also|read next|also read|more on this|more on this story
    more stories|more news|you may also like|you might also like|recommended|recommended for you
    up next|don't miss|most read|most popular|trending now|editor's picks|keep reading
    mehr zum thema|lesen sie auch|das könnte sie auch interessieren|weitere artikel|meistgelesen
    à lire aussi|lire aussi|sur le même sujet|articles liés|lea también|te puede interesar
    noticias relacionadas|leggi anche|lees ook|czytaj więcej|czytaj także|läs mer|läs också|les også
    leia também|devamını oku|читайте также|по теме|اقرأ أيضا|مواضيع ذات صلة
    相关新闻|相关阅读|延伸阅读|関連記事|あわせて読みたい
""")

PLACEHOLDER = _phrases("""
    image not found or type unknown|image not found|image unavailable|image not available
    image could not be loaded|video unavailable|[image]|[photo]|[picture]|[video]|[img]
    your browser does not support the video tag
    your browser does not support the audio element|bild nicht gefunden|image introuvable
    imagen no encontrada|[图片]|[画像]|[bild]|[foto]
""")

PICTURE_WORDS = _phrases("""
    image|photo|picture|video|loading|no image|bild|foto|vidéo|图片|画像
""")
"""Placeholders of pictures that are ordinary words, too."""

END_MARKS = _phrases("""
    ###|# # #|-30-|- 30 -|—30—|– 30 –|-ends-|- ends -|– ends –|(ends)|[ends]|-end-|- end -
    -ende-|- ende -|(ende)|-fin-|- fin -
""")
"""Ends of wire reports and press releases (journalism's `-30-`)."""

END_WORDS = frozenset({"ENDS", "Ends", "END OF RELEASE", "ENDE DER MITTEILUNG"})
"""Ends without marks, in their exact case: in lower case they are words."""

IMMEDIATE = _phrases("""
    for immediate release|immediate release|for immediate publication
    zur sofortigen veröffentlichung|pour diffusion immédiate|à diffuser immédiatement
    para publicación inmediata|para difusión inmediata|per diffusione immediata
    para divulgação imediata|voor onmiddellijke publicatie
    do natychmiastowej publikacji|для немедленной публикации
""")
"""Permission to print, at the head of a press release."""

CONTENTS = _phrases("""
    contents|table of contents|in this issue|in this edition|sections|index|inhalt
    inhaltsverzeichnis|in diesem heft|sommaire|table des matières|índice|indice|sumario|sommario
    sumário|inhoud|spis treści|содержание|المحتويات|فهرس|目录|目次
""")
"""Headings of lists that are part of the text."""

COOKIE_BUTTONS = _phrases("""
    accept|accept all|accept cookies|accept all cookies|reject|reject all|decline|decline all
    manage preferences|manage cookies|manage settings|cookie settings|cookie policy|learn more
    got it|ok|i agree|agree|only necessary|alle akzeptieren|akzeptieren|ablehnen|alle ablehnen
    einstellungen|tout accepter|tout refuser|accepter|refuser|paramétrer|aceptar|rechazar
    aceptar todas|rechazar todas|configurar|accetta|rifiuta|accepteren|weigeren
""")
