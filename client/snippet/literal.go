package snippet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Every literal is one that its language reads back as the same text, byte for
// byte. What can't be seen in an editor, or would change the order in which it
// shows the line, is escaped. Bytes that are no UTF-8 become U+FFFD, as they do on
// their way to the gateway.

// hidden reports whether a character should not stand as it is in a source.
func hidden(r rune) bool {
	switch {
	case r == '\n', r == '\t', r == '\u200c', r == '\u200d': // the joiners are parts of words and of emoji
		return false
	case unicode.IsControl(r), r == '\ufeff', r == '\u2028', r == '\u2029', r == '\u061c':
		return true
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r > 0xff && !unicode.IsGraphic(r) || r == '\u00a0' || r != ' ' && unicode.Is(unicode.Zs, r)
}

// escaped writes a text with some characters escaped.
func escaped(s string, escape func(r rune) string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if e := escape(r); e != "" {
			b.WriteString(e)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// jsText is a string in single quotes, or a template where it has several lines.
func jsText(s string) string {
	if strings.Contains(s, "\n") {
		return "`" + jsTemplate(s) + "`"
	}
	return "'" + escaped(s, func(r rune) string {
		switch {
		case r == '\'' || r == '\\':
			return `\` + string(r)
		case r == '\t':
			return `\t`
		}
		return jsHidden(r)
	}) + "'"
}

func jsTemplate(s string) string {
	s = escaped(s, func(r rune) string {
		if r == '`' || r == '\\' {
			return `\` + string(r)
		}
		return jsHidden(r)
	})
	return strings.ReplaceAll(s, "${", `\${`)
}

func jsHidden(r rune) string {
	switch {
	case r == '\r': // within a template it would become a line feed
		return `\r`
	case !hidden(r):
		return ""
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf(`\u{%x}`, r)
}

// jsJoin puts strings and codes into a template.
func jsJoin(parts joined) string {
	var b strings.Builder
	for i, p := range parts {
		switch p := p.(type) {
		case string:
			s := jsTemplate(p)
			if i+1 < len(parts) && strings.HasSuffix(s, "$") {
				s = s[:len(s)-1] + `\$`
			}
			b.WriteString(s)
		case code:
			b.WriteString("${" + string(p) + "}")
		}
	}
	return "`" + b.String() + "`"
}

// quotes are those that could end a string in three of them.
var quotes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"{2,}|"$`) })

// pyText is a string in double quotes, in three of them where it has several lines.
func pyText(s string) string {
	several := strings.Contains(s, "\n")
	body := escaped(s, func(r rune) string {
		switch {
		case r == '\\':
			return `\\`
		case r == '"' && !several:
			return `\"`
		case r == '\r':
			return `\r`
		case r == '\t' && !several:
			return `\t`
		case !hidden(r):
			return ""
		case r < 0x100:
			return fmt.Sprintf(`\x%02x`, r)
		case r < 0x10000:
			return fmt.Sprintf(`\u%04x`, r)
		}
		return fmt.Sprintf(`\U%08x`, r)
	})
	if !several {
		return `"` + body + `"`
	}
	body = quotes().ReplaceAllStringFunc(body, func(s string) string { return strings.Repeat(`\"`, len(s)) })
	return `"""` + body + `"""`
}

// goText is an interpreted string, or a raw one where it has several lines.
func goText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	raw := strings.Contains(s, "\n") && !strings.ContainsFunc(s, func(r rune) bool { return r == '`' || r == '\r' || hidden(r) })
	if raw {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

func jsonText(s string) string {
	return `"` + escaped(s, func(r rune) string {
		switch {
		case r == '"' || r == '\\':
			return `\` + string(r)
		case r == '\n':
			return `\n`
		case r == '\r':
			return `\r`
		case r == '\t':
			return `\t`
		case !hidden(r):
			return ""
		case r < 0x10000:
			return fmt.Sprintf(`\u%04x`, r)
		}
		r -= 0x10000
		return fmt.Sprintf(`\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
	}) + `"`
}

// shellText is a word of the shell.
func shellText(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,", r))
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// shellExpanded is a text that the shell expands to what it was.
func shellExpanded(s string) string {
	return strings.NewReplacer(`\`, `\\`, `$`, `\$`, "`", "\\`").Replace(s)
}
