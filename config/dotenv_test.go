package config

import (
	"strings"
	"testing"
	"unicode"
)

func TestEachWayToWriteALine(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "K=value", "value"},
		{"white space around", " \tK = value\t ", "value"},
		{"exported", "export K=value", "value"},
		{"exported with a tab", "export\tK=value", "value"},
		{"an equals sign", "K=a=b==", "a=b=="},
		{"a number sign inside", "K=a#b", "a#b"},
		{"a number sign first", "K=#b", "#b"},
		{"a remark", "K=a # b # c", "a"},
		{"a remark instead of a value", "K= # b", ""},
		{"nothing", "K=", ""},
		{"double quotes", `K="a b#c='d'"`, "a b#c='d'"},
		{"escapes", `K="a\"b\\c\nd\re\tf\$"`, "a\"b\\c\nd\re\\tf\\$"},
		{"double quotes and a remark", `K="a" # "b"`, "a"},
		{"single quotes", `K='a\n"$b"'`, `a\n"$b"`},
		{"quotes inside", `K=a"b'c`, `a"b'c`},
		{"empty quotes", `K=""`, ""},
		{"a dollar in quotes", `K="nt_$HOME${X}$(y)"`, "nt_$HOME${X}$(y)"},
		{"a dollar", "K=nt_$HOME", "nt_$HOME"},
		{"the last of two", "K=a\nK=b", "b"},
		{"a BOM and CRLF", "\ufeff# x\r\nK=a\r\n", "a"},
		{"CR alone", "A=1\rK=a\r", "a"},
		{"over lines", "K='a\r\nb'\r\n", "a\nb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			vars, broken := parseDotenv(c.text)
			got, ok := vars["K"]
			if !ok || len(broken) > 0 {
				t.Fatalf("got %v, broken %v", vars, broken)
			}
			same(t, "value", got.value, c.want)
		})
	}
}

func TestLinesAreCountedThroughAllThatIsBetween(t *testing.T) {
	vars, broken := parseDotenv("# one\r\n\r\nPEM=\"-----\nA==\n-----\"\r\nB=2\nC=\"open\nD=4\n5=five=\n=6\nset -a\nE='5'x\nF=\"6")
	for key, line := range map[string]int{"PEM": 3, "B": 6, "D": 8, "5": 9} {
		same(t, key, vars[key].line, line)
	}
	var lines []int
	for _, b := range broken {
		lines = append(lines, b.line)
	}
	if want := []int{7, 10, 11, 12, 13}; len(lines) != len(want) {
		t.Fatalf("broken lines: got %v, want %v", lines, want)
	}
	same(t, "PEM", vars["PEM"].value, "-----\nA==\n-----")
}

// write writes a value the way Neon's CLI does.
func write(value string) string {
	quote := strings.ContainsFunc(value, func(r rune) bool {
		return strings.ContainsRune("#\"'=\ufeff", r) || unicode.IsSpace(r) && r != '\u0085'
	})
	if !quote {
		return value
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

func FuzzDotenv(f *testing.F) {
	for _, seed := range []string{
		pulled, "\ufeffexport A='b'\r\nC=\"d", "K=\"a\\", "\"", "=", "#", "A=\\\"", `a\n"b'c`, "\u0085", "x\u00a0y", "`a`",
		"postgresql://u:p@ep-x.neon.tech/db?sslmode=require&a=b", "nt_live_$HOME_${X}", "\xff\xfe", " # ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows := 1 + strings.Count(text, "\n") + strings.Count(text, "\r")
		vars, broken := parseDotenv(text)
		for key, a := range vars {
			if a.line < 1 || a.line > rows || !isKey(key) {
				t.Fatalf("%q on line %d of %d", key, a.line, rows)
			}
		}
		for _, b := range broken {
			if b.line < 1 || b.line > rows {
				t.Fatalf("broken line %d of %d", b.line, rows)
			}
		}
		if strings.Contains(text, "\r") {
			return // line ends are made one
		}
		vars, broken = parseDotenv("A=1\nK=" + write(text) + "\nexport Z='26'\n")
		if len(broken) > 0 || vars["K"].value != text || vars["A"].value != "1" || vars["Z"].value != "26" {
			t.Fatalf("%q was read as %q, broken %v", text, vars["K"].value, broken)
		}
	})
}
