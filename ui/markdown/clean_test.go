package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain text passes", "naïve 漢字 👩‍👩‍👧 \t tab\n", "naïve 漢字 👩‍👩‍👧 \t tab\n"},
		{"colours go", "a\x1b[31mred\x1b[0mb", "aredb"},
		{"the screen is not cleared", "a\x1b[2J\x1b[Hb", "ab"},
		{"the title stays", "a\x1b]0;pwned\ab", "ab"},
		{"the clipboard stays", "a\x1b]52;c;ZXZpbA==\x1b\\b", "ab"},
		{"8-bit sequences go", "a\u009b31mb\u009d0;x\u009cc", "abc"},
		{"8-bit sequences of raw bytes go", "a\x9b31mb\x9d0;x\x9cc", "abc"},
		{"DCS, APC, PM and SOS go", "\x1bPq#0\x1b\\a\x1b_G\x1b\\b\x1b^x\x1b\\c\x1bXy\x1b\\d", "abcd"},
		{"two-character escapes go", "a\x1bcb\x1b(0c\x1b7d", "abcd"},
		{"lone controls go", "a\x00b\ac\bd\x7fe\x1b", "abcde"},
		{"what overrides the direction of writing is seen", "user\u202egpj.exe", "user<U+202E>gpj.exe"},
		{"all that does", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "<U+202A><U+202B><U+202C><U+202D><U+202E><U+2066><U+2067><U+2068><U+2069>"},
		{"what does not, passes", "\u2029a\u202fb\u2065c\u206ad\u200e", "\u2029a\u202fb\u2065c\u206ad\u200e"},
		{"words in tags are seen", "hi\U000e0069\U000e0067!\U000e0001", "hi<U+E0069><U+E0067>!<U+E0001>"},
		{"flags fly", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿🏴", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿🏴"},
		{"no words hide behind a flag", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e0078 🏴\U000e0067\U000e0062", "🏴<U+E0067><U+E0062><U+E0073><U+E0063><U+E0074><U+E0078> 🏴<U+E0067><U+E0062>"},
		{"line ends are LF", "a\r\nb\rc\n\nd\r\r\n", "a\nb\nc\n\nd\n\n"},
		{"invalid bytes are shown", "a\xffb\xe6\xbc", "a\uFFFDb\uFFFD\uFFFD"},
		{"a title that never ends takes its line only", "a\x1b]0;oops\nthe answer", "a\nthe answer"},
		{"an escape inside a title ends it", "a\x1b]0;x\x1b[31mb", "ab"},
		{"a sequence cut by text loses only itself", "\x1b[31漢", "漢"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestASequenceWithoutEndDoesNotSwallowTheAnswer(t *testing.T) {
	got := Clean("\x1b]0;" + strings.Repeat("x", 2*maxSequence) + "the answer")
	if !strings.HasSuffix(got, "the answer") {
		t.Errorf("the answer is gone: %d bytes left", len(got))
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"a\x1b[31mb", "\x1b]0;t\ab", "\r\n\r", "漢\xe6\xbc", "\x9b1m\u009d\x9c", "\x1b\x1b]\x1b\x1b\\", "\u202e", "🏴󠁧󠁢󠁳󠁣󠁴󠁿\U000e0061", "🏴\r\x1b[m\U000e0061"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, step int) {
		whole := Clean(s)
		if !utf8.ValidString(whole) || strings.ContainsFunc(whole, Steers) {
			t.Errorf("Clean(%q) = %q", s, whole)
		}
		if again := Clean(whole); again != whole {
			t.Errorf("cleaned twice, %q became %q", whole, again)
		}
		step = max(1, step%7)
		var c Cleaner
		var b strings.Builder
		for rest := s; rest != ""; {
			n := min(step, len(rest))
			b.WriteString(c.Clean(rest[:n]))
			rest = rest[n:]
		}
		b.WriteString(c.Close())
		if b.String() != whole {
			t.Errorf("in steps of %d, %q gave %q, whole %q", step, s, b.String(), whole)
		}
	})
}

func TestACleanStartEndsBetweenCharacters(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"naïve", 3, "na"},
		{"naïve", 4, "naï"},
		{"日本", 5, "日"},
		{"red\x1b[31m ink", 5, "red"},
		{"na\xc3", 3, "na\uFFFD"},
		{"na\xffve", 4, "na\uFFFDv"},
	} {
		if got := CleanStart(c.text, c.n); got != c.want {
			t.Errorf("%q up to %d: %q, want %q", c.text, c.n, got, c.want)
		}
	}
}
