package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// inUnicode returns a formula of LaTeX, without its delimiters, as a terminal can show it, or false if it can't: a
// formula is shown whole or as it was written, never by half. Rows are lines.
func inUnicode(formula string) (string, bool) {
	t := tex{s: strings.TrimSpace(formula)}
	out, ok := t.list(0)
	if !ok || t.s != "" {
		return "", false
	}
	var rows []string
	for row := range strings.SplitSeq(out, "\n") {
		if row = strings.Join(strings.Fields(row), " "); row != "" {
			rows = append(rows, row)
		}
	}
	return strings.Join(rows, "\n"), len(rows) > 0
}

// A tex reads a formula.
type tex struct {
	s    string
	env  string // the environment that it is in
	deep int
}

// deepest is how far groups may nest.
const deepest = 40

// list reads up to closer, which it takes, or to the end where that is 0.
func (t *tex) list(closer byte) (string, bool) {
	if t.deep++; t.deep > deepest {
		return "", false
	}
	defer func() { t.deep-- }()
	var b strings.Builder
	for t.s != "" {
		if closer != 0 && t.s[0] == closer {
			t.s = t.s[1:]
			return b.String(), true
		}
		if strings.HasPrefix(t.s, `\end{`) {
			return b.String(), closer == 0 && t.env != ""
		}
		atom, ok := t.atom()
		if !ok {
			return "", false
		}
		// The name of a function is not a product with what follows.
		if before, after := lastRune(b.String()), firstRune(atom); unicode.IsLetter(before) && unicode.IsLetter(after) && t.names(b.String(), atom) {
			b.WriteByte(' ')
		}
		b.WriteString(atom)
	}
	return b.String(), closer == 0 && t.env == ""
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

// names tells whether before ends, or after begins, with the name of a function.
func (t *tex) names(before, after string) bool {
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	return functions[word] || functions[after]
}

// atom reads one thing with what is raised and lowered at it.
func (t *tex) atom() (string, bool) {
	base, ok := t.nucleus()
	if !ok {
		return "", false
	}
	for t.s != "" && (t.s[0] == '^' || t.s[0] == '_') {
		forms := superscript
		if t.s[0] == '_' {
			forms = subscript
		}
		raised := t.s[0] == '^'
		t.s = t.s[1:]
		arg, ok := t.argument()
		if !ok {
			return "", false
		}
		base = strings.TrimRight(base, " ")
		if sign := strings.TrimSpace(arg); raised && strings.Contains("∘°†′*", sign) && sign != "" {
			base += strings.ReplaceAll(sign, "∘", "°")
			continue
		}
		if arg == "⊤" {
			arg = "T"
		}
		script, ok := forms(strings.ReplaceAll(arg, " ", ""))
		if !ok {
			return "", false
		}
		base += script
	}
	return base, true
}

// nucleus reads a character, a group or a command.
func (t *tex) nucleus() (string, bool) {
	r, n := utf8.DecodeRuneInString(t.s)
	switch r {
	case '\\':
		return t.command()
	case '{':
		t.s = t.s[1:]
		return t.list('}')
	case '^', '_':
		return "", true // at nothing
	case '&':
		t.s = t.s[n:]
		return " ", t.env != ""
	case '}', '#', '%', '$':
		return "", false
	case '~', '\n', '\t':
		t.s = t.s[n:]
		return " ", true
	case '\'':
		t.s = t.s[n:]
		return "′", true
	case '=', '<', '>':
		t.s = t.s[n:]
		return spaced(string(r)), true
	}
	t.s = t.s[n:]
	return string(r), true
}

func spaced(s string) string { return " " + s + " " }

// argument reads what a command or a script is about: a group, or one thing.
func (t *tex) argument() (string, bool) {
	t.s = strings.TrimLeft(t.s, " ")
	if t.s == "" || t.s[0] == '^' || t.s[0] == '_' {
		return "", false
	}
	return t.nucleus()
}

// name reads the name of a command, behind its backslash.
func (t *tex) name() string {
	n := 0
	for n < len(t.s) && (t.s[n] >= 'a' && t.s[n] <= 'z' || t.s[n] >= 'A' && t.s[n] <= 'Z') {
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(t.s)
		name := t.s[:n]
		t.s = t.s[n:]
		return name
	}
	name := t.s[:n]
	t.s = t.s[n:]
	if rest := strings.TrimLeft(t.s, " \t\n"); rest != "" && strings.IndexByte("{[^_", rest[0]) >= 0 {
		t.s = rest
	}
	return name
}

func (t *tex) command() (string, bool) {
	t.s = t.s[1:]
	name := t.name()
	if s, ok := signs[name]; ok {
		return s, true
	}
	if s, ok := relations[name]; ok {
		return spaced(s), true
	}
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac":
		return t.fraction()
	case "sqrt":
		return t.root()
	case "text", "textrm", "textbf", "textit", "mbox", "textsf", "texttt":
		return t.words()
	case "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "boldsymbol", "bm", "boxed", "operatorname":
		return t.argument()
	case "mathbb":
		return t.letters(0x1d538, "C\u2102H\u210dN\u2115P\u2119Q\u211aR\u211dZ\u2124")
	case "mathcal", "mathscr":
		return t.letters(0x1d49c, "B\u212cE\u2130F\u2131H\u210bI\u2110L\u2112M\u2133R\u211b")
	case "hat", "bar", "vec", "tilde", "dot", "ddot", "overline", "widehat", "widetilde":
		return t.accent(accents[name])
	case "pmod":
		arg, ok := t.argument()
		return " (mod " + arg + ")", ok
	case "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr":
		t.s = strings.TrimPrefix(t.s, ".")
		return "", t.s != "" || name == "right"
	case "displaystyle", "textstyle", "limits", "nolimits":
		return "", true
	case "\\":
		return "\n", t.env != "" || t.deep == 1
	case "begin":
		return t.environment()
	}
	if functions[name] {
		return name, true
	}
	return "", false
}

// fraction writes a/b, with brackets around what would otherwise be read otherwise.
func (t *tex) fraction() (string, bool) {
	a, ok := t.argument()
	if !ok {
		return "", false
	}
	b, ok := t.argument()
	if !ok {
		return "", false
	}
	return bracketed(a) + "/" + bracketed(b), true
}

// bracketed returns s, in brackets if it is more than one thing.
func bracketed(s string) string {
	s = strings.TrimSpace(s)
	if rest := strings.TrimLeft(s, "d∂√ "); rest != s && utf8.RuneCountInString(rest) <= 1 {
		return strings.ReplaceAll(s, " ", "") // of a derivative
	}
	number := strings.TrimLeft(s, "0123456789.")
	letters := 0
	for _, r := range number {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) {
			letters++
		} else if !unicode.Is(unicode.Lm, r) && !unicode.Is(unicode.No, r) && !unicode.Is(unicode.Mn, r) && r != '′' && r != '∞' {
			return "(" + s + ")"
		}
	}
	if letters > 1 && !functions[s] || letters == 1 && number != s {
		return "(" + s + ")"
	}
	return s
}

func (t *tex) root() (string, bool) {
	sign := "√"
	if strings.HasPrefix(t.s, "[") {
		t.s = t.s[1:]
		index, ok := t.list(']')
		if !ok {
			return "", false
		}
		switch index {
		case "3":
			sign = "∛"
		case "4":
			sign = "∜"
		default:
			if index, ok = superscript(index); !ok {
				return "", false
			}
			sign = index + "√"
		}
	}
	arg, ok := t.argument()
	return sign + bracketed(arg), ok
}

// words reads text, which is no formula.
func (t *tex) words() (string, bool) {
	if !strings.HasPrefix(t.s, "{") {
		return "", false
	}
	text, rest, ok := strings.Cut(t.s[1:], "}")
	if !ok || strings.ContainsAny(text, `\{$`) {
		return "", false
	}
	t.s = rest
	return text, true
}

// letters reads capitals of another alphabet, which begins at first but for those of odd.
func (t *tex) letters(first rune, odd string) (string, bool) {
	arg, ok := t.argument()
	if !ok || arg == "" {
		return "", false
	}
	var b strings.Builder
	for _, r := range arg {
		if r < 'A' || r > 'Z' {
			return "", false
		}
		if other, ok := paired(r, odd); ok {
			b.WriteRune(other)
			continue
		}
		b.WriteRune(first + r - 'A')
	}
	return b.String(), true
}

// accent puts a mark above a letter.
func (t *tex) accent(mark string) (string, bool) {
	arg, ok := t.argument()
	if !ok || utf8.RuneCountInString(arg) != 1 || !unicode.IsLetter(firstRune(arg)) {
		return "", false
	}
	return arg + mark, true
}

// environment reads rows of formulas.
func (t *tex) environment() (string, bool) {
	name, rest, ok := strings.Cut(t.s, "}")
	name = strings.TrimSuffix(strings.TrimPrefix(name, "{"), "*")
	if !ok || t.env != "" || !strings.Contains(" aligned align gather gathered split equation ", " "+name+" ") {
		return "", false
	}
	t.s, t.env = rest, name
	rows, ok := t.list(0)
	t.env = ""
	if !ok {
		return "", false
	}
	for _, end := range []string{`\end{` + name + `}`, `\end{` + name + `*}`} {
		if rest, ok := strings.CutPrefix(t.s, end); ok {
			t.s = rest
			return rows, true
		}
	}
	return "", false
}
