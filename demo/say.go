package demo

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// say is the prose that answers the last turn.
func say(r *request) string {
	last, prompt := r.last(), r.prompt()
	if text, ok := repeatedTurn(last); ok {
		return text
	}
	if labels, texts := candidates(prompt); len(labels) > 1 {
		return judge(r, labels, texts)
	}
	low := strings.ToLower(prompt)
	switch {
	case r.troubles.has("long"):
		return long(r.troubles.arg("long"))
	case r.troubles.has("unicode"):
		return unicodeText
	case r.troubles.has("escape"):
		return escapeText
	case r.troubles.has("image"):
		return "This model has no way to draw a picture here. Ask an OpenAI model on its own route, or Gemini on its own. 🎨\n"
	case strings.Trim(low, " ?!.\n") == "help":
		return help()
	case asksBefore(low):
		return remember(r)
	}
	var b strings.Builder
	if len(last.files) > 0 {
		b.WriteString(received(last.files))
	}
	b.WriteString(r.model.inItsWay(topic(low, prompt, len(r.troubles) > 0)))
	return b.String()
}

// inItsWay is a text as the model writes it: a small one stops before the first
// table.
func (m model) inItsWay(text string) string {
	if !m.small() {
		return text
	}
	text, _, cut := strings.Cut(text, "\n\n|")
	if cut {
		text += "\n"
	}
	return text
}

// repeated is what a prompt asks to have repeated: all that follows the word
// and one separator, byte for byte.
func repeated(prompt string) (string, bool) {
	const word = "repeat"
	if len(prompt) < len(word) || !strings.EqualFold(prompt[:len(word)], word) {
		return "", false
	}
	rest := strings.TrimPrefix(prompt[len(word):], ":")
	for _, separator := range []string{"\n\n", "\n", " "} {
		if after, ok := strings.CutPrefix(rest, separator); ok {
			return after, true
		}
	}
	return rest, rest == ""
}

// repeatedTurn is repeated for a turn of several texts: a client may send
// what it was given beside the prompt in a text of its own.
func repeatedTurn(t turn) (string, bool) {
	for i, text := range t.texts {
		rest, ok := repeated(text)
		if !ok {
			continue
		}
		rest += strings.Join(t.texts[i+1:], "")
		for _, f := range t.files {
			if f.isText() {
				rest += string(f.data)
			}
		}
		return rest, true
	}
	return "", false
}

// asksBefore looks at the question only: what was piped in stands behind a blank
// line.
func asksBefore(low string) bool {
	low, _, _ = strings.Cut(low, "\n\n")
	for _, s := range []string{"what did i say", "what did i ask", "what have i said", "what have i asked", "said before", "asked before"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}

// remember quotes what the user said in the turns that came with this one.
func remember(r *request) string {
	var b strings.Builder
	for _, t := range r.turns[:len(r.turns)-1] {
		if t.assistant || len(t.texts) == 0 {
			continue
		}
		fmt.Fprintf(&b, "> %s\n\n", strings.ReplaceAll(strings.Join(t.texts, "\n\n"), "\n", "\n> "))
	}
	if b.Len() == 0 {
		return "You have said nothing before this.\n"
	}
	return "Before this, you said:\n\n" + b.String()
}

// topic is an answer about the prompt.
func topic(low, prompt string, inTrouble bool) string {
	switch {
	case strings.Contains(low, "branch"), strings.Contains(low, "copy-on-write"):
		return branching
	case strings.TrimSpace(prompt) == "" && inTrouble:
		return branching // so that there is something to spoil
	case strings.TrimSpace(prompt) == "":
		return "Hello! 👋 Ask me anything, or say `help` for what this offline gateway can do.\n"
	case len(strings.Fields(low)) <= 3 && greets(low):
		return "Hello! 👋 This is the offline demo of the Neon AI Gateway; no model is behind it. Say `help` for what it can do.\n"
	}
	return general(subject(prompt), prompt)
}

func greets(low string) bool {
	for _, w := range strings.FieldsFunc(low, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "hello", "hi", "hey", "hallo", "hola", "ping":
			return true
		}
	}
	return false
}

// subject is the first words of a prompt, as a phrase to go on with.
func subject(prompt string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(prompt), "\n")
	words := strings.Fields(strings.Map(printable, line))
	if len(words) > 8 {
		words = append(words[:8:8], "…")
	}
	phrase := strings.TrimRight(strings.Join(words, " "), ".?!:,;")
	for n := 0; len(phrase) > 80; n++ {
		_, size := utf8.DecodeLastRuneInString(phrase)
		phrase = phrase[:len(phrase)-size]
	}
	if phrase == "" {
		return "something"
	}
	return phrase
}

// printable drops what would turn a phrase into markup.
func printable(r rune) rune {
	if unicode.IsControl(r) || strings.ContainsRune("`*_|<>#[]", r) {
		return -1
	}
	return r
}

// help lists the words that summon trouble.
func help() string {
	var b strings.Builder
	b.WriteString("# The offline gateway\n\nNo model is behind this: answers are canned, but every request is checked as the real gateway would.\n\n")
	b.WriteString("- `repeat …` gives back the rest of the prompt, byte for byte\n")
	b.WriteString("- `what did I say before?` quotes the conversation\n")
	b.WriteString("- an attached picture, PDF or text is described\n")
	b.WriteString("- asked for a `\"ranking\"` of answers in `<answer label=\"A\">` elements, it gives one in JSON, by their length\n\n")
	b.WriteString("Words that summon trouble, in a prompt's first paragraph. A target behind one aims it at that model alone, or at one of its routes: `!status 429 @gpt-5-mini`, `!cut @gpt-5-mini@mlflow`.\n\n| Word | What it does |\n| --- | --- |\n")
	for _, s := range summons {
		fmt.Fprintf(&b, "| `!%s` | %s |\n", s.word, s.does)
	}
	return b.String()
}

// long is an answer of very nearly the size asked for ("5MB"), in bytes.
func long(size string) string {
	size = strings.ReplaceAll(size, " ", "")
	digits := strings.TrimRight(size, "KMB")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return ""
	}
	switch size[len(digits):] {
	case "KB":
		n <<= 10
	case "MB":
		n <<= 20
	}
	n = min(n, 64<<20)
	var b strings.Builder
	b.Grow(n + len(longSection) + 16)
	b.WriteString("# A long answer\n\n")
	for i := 1; b.Len() < n; i++ {
		fmt.Fprintf(&b, longSection, i, i)
	}
	text := b.String()[:n]
	for !utf8.ValidString(text[max(0, len(text)-utf8.UTFMax):]) && !utf8.RuneStart(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return strings.ToValidUTF8(text, ".")
}
