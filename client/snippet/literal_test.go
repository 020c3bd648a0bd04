package snippet

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// troubled are texts that some language would read as something else.
var troubled = []string{
	"", "'", `"`, "`", `\`, `\\`, "${a}", "$", "$$", "\\${a}", "\n", "\r", "\r\n", "a\n", "\n'", "\n\"", "\n\"\"\"", "\n\"\"\"\"", "\n\\", "\n`", "\n${", "\n$",
	"\t", "\n\t", "\x00", "\x007", "\n\x00", "\x1b[0m", "\x7f", "\u0085", "\u00a0", "\u2028", "\n\u2029", "\ufeff", "\n\ufeff", "\u202e", "\u2066", "👩‍👩‍👧", "🌍",
	"\U000e0001", "\ufffd", "\xff", "a\xc3", "%s", "{{.}}", "{x}", "#{x}", "\\u0041", "\\x41", "\\N{BULLET}", "*/", "//", "# a", "<!--", "</script>", "EOF", "\nJSON\n", "$(id)", "`id`", awkward,
}

func utf(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// Any text comes back from its literal byte for byte.
func FuzzLiterals(f *testing.F) {
	for _, s := range troubled {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		want := utf(s)
		for name, read := range map[string]func() (string, bool){
			"js":     func() (string, bool) { return readJS(jsText(s)) },
			"python": func() (string, bool) { return readPython(pyText(s)) },
			"go": func() (string, bool) {
				got, err := strconv.Unquote(goText(s))
				return got, err == nil
			},
			"json": func() (string, bool) {
				var got string
				err := json.Unmarshal([]byte(jsonText(s)), &got)
				return got, err == nil
			},
			"expanded": func() (string, bool) { return readHeredoc(shellExpanded(utf(s))), true },
		} {
			if got, ok := read(); !ok || got != want {
				t.Errorf("%s: %q comes back as %q, %v", name, want, got, ok)
			}
		}
		for _, literal := range []string{jsText(s), pyText(s), goText(s), jsonText(s)} {
			if strings.ContainsFunc(literal, func(r rune) bool { return hidden(r) && r != utf8.RuneError }) {
				t.Errorf("%q has what an editor hides", literal)
			}
		}
		template := jsJoin(joined{s, code("a"), other})
		if got, ok := readJS(strings.Replace(template, "${a}", "", 1)); ok && !strings.Contains(s, "${a}") && got != want+utf(other) {
			t.Errorf("js: %q and %q come back as %q", s, other, got)
		}
	})
}

// readJS reads a string or a template without substitutions.
func readJS(literal string) (string, bool) {
	quote := literal[0]
	body := literal[1 : len(literal)-1]
	if len(literal) < 2 || literal[len(literal)-1] != quote {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(body); {
		c := body[i]
		switch {
		case c == quote, c == '\n' && quote != '`', c == '\r':
			return "", false
		case quote == '`' && strings.HasPrefix(body[i:], "${"):
			return "", false
		case c != '\\':
			b.WriteByte(c)
			i++
			continue
		}
		n, text, ok := escape(body[i:])
		if !ok {
			return "", false
		}
		b.WriteString(text)
		i += n
	}
	return b.String(), true
}

// escape reads an escape that JavaScript has and we write.
func escape(s string) (n int, text string, ok bool) {
	if len(s) < 2 {
		return 0, "", false
	}
	digits := func(from, to int) (int, string, bool) {
		if to < from || to > len(s) {
			return 0, "", false
		}
		r, err := strconv.ParseUint(s[from:to], 16, 32)
		return to, string(rune(r)), err == nil
	}
	switch s[1] {
	case 'n':
		return 2, "\n", true
	case 'r':
		return 2, "\r", true
	case 't':
		return 2, "\t", true
	case 'x':
		return digits(2, 4)
	case 'u':
		if strings.HasPrefix(s, `\u{`) {
			end := strings.IndexByte(s, '}')
			_, text, ok := digits(3, end)
			return end + 1, text, ok
		}
		return digits(2, 6)
	case 'U':
		return digits(2, 10)
	case '\\', '\'', '"', '`', '$':
		return 2, s[1:2], true
	}
	return 0, "", false
}

func readPython(literal string) (string, bool) {
	quote := `"`
	if strings.HasPrefix(literal, `"""`) && len(literal) >= 6 {
		quote = `"""`
	}
	if literal == `""` {
		return "", true
	}
	body := strings.TrimPrefix(literal, quote)
	var b strings.Builder
	for i := 0; i < len(body); {
		switch {
		case strings.HasPrefix(body[i:], quote):
			return b.String(), i+len(quote) == len(body)
		case body[i] == '\n' && quote == `"`, body[i] == '\r':
			return "", false
		case body[i] != '\\':
			b.WriteByte(body[i])
			i++
			continue
		}
		n, text, ok := escape(body[i:])
		if !ok {
			return "", false
		}
		b.WriteString(text)
		i += n
	}
	return "", false
}

func readHeredoc(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("\\$`", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// The languages themselves read the literals as we do.
func TestTheLanguagesReadTheLiterals(t *testing.T) {
	want := []string{}
	for _, s := range troubled {
		want = append(want, utf(s))
	}
	wants, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	list := list{}
	for _, s := range troubled {
		list = append(list, s)
	}
	for _, one := range []struct{ name, program, file, source string }{
		{"node", "node", "a.mjs", "console.log(JSON.stringify(" + javascript.write(list, 0) + "))"},
		{"python", "python3", "a.py", "import json, sys\nsys.stdout.buffer.write(json.dumps(" + python.write(list, 0) + ").encode())"},
	} {
		t.Run(one.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), one.file)
			keep(t, path, []byte(one.source))
			out, err := exec.CommandContext(t.Context(), program(t, one.program), path).Output()
			if err != nil {
				t.Fatal(err, string(err.(*exec.ExitError).Stderr))
			}
			var got []string
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatal(err)
			}
			again, _ := json.Marshal(got)
			if string(again) != string(wants) {
				t.Errorf("got  %s\nwant %s", again, wants)
			}
		})
	}
}

func TestTheShellReadsAWord(t *testing.T) {
	sh := program(t, "sh")
	for _, s := range troubled {
		if strings.Contains(s, "\x00") {
			continue // no word has it
		}
		out, err := exec.CommandContext(t.Context(), sh, "-c", "printf %s "+shellText(s)).Output()
		if err != nil || string(out) != s {
			t.Errorf("%q comes back as %q, %v", s, out, err)
		}
	}
}
