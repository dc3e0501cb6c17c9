"""Every sentence the bot says, one typed function a sentence, one module a feature. FAQ answers live in faq/.

The first argument of each is the reader's `Language`. A sentence is one message, whole, with plural forms: other
languages put its words in another order. What fills it (mentions, moments, numbers) comes from `forms`; where it names
one of our buttons, from that button's own function. Lines and facts that stand beside each other may be joined, pieces
of a sentence may not. A name's beginning or end says where Discord shows it, and so how long it may be:

    about_*   what a command or an option is for: 100 characters
    button_*  on a button: 80
    option_*  one of several to choose from: 100
    title_*   above a form: 45
    ask_*     above a box of a form: 45
    hint_*    below it: 100
    label_*   above a field of an embed: 256
    *_title   above an embed: 256
"""
