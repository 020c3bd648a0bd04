package config

import (
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// tokenPrefix begins every token that Neon makes for its gateway.
const tokenPrefix = "nt_live_"

// A Token is the gateway's bearer. However it is printed, marshalled or
// logged, alone or inside other values, it comes out as nt_live_…abcd; a
// short one shows nothing of itself. The zero Token is empty.
type Token struct {
	// A pointer, because fmt calls no method on a field that is not
	// exported: somebody's private copy prints as an address.
	secret *string
}

// NewToken makes a Token of a bearer.
func NewToken(secret string) Token { return Token{secret: &secret} }

// Reveal returns the bearer itself, for the Authorization header and nothing
// else.
func (t Token) Reveal() string {
	if t.secret == nil {
		return ""
	}
	return *t.secret
}

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.Reveal() == "" }

// String returns the token with all but its last four characters hidden.
func (t Token) String() string {
	const end, least = 4, 16
	prefix, secret := "", t.Reveal()
	if rest, ok := strings.CutPrefix(secret, tokenPrefix); ok {
		prefix, secret = tokenPrefix, rest
	}
	switch n := len(secret); {
	case t.IsZero():
		return ""
	case n < least || !utf8.ValidString(secret[n-end:]):
		return "…"
	default:
		return prefix + "…" + secret[n-end:]
	}
}

// Format writes t.String() whatever the verb, so that not even %x tells more.
func (t Token) Format(s fmt.State, _ rune) {
	fmt.Fprintf(s, fmt.FormatString(s, 's'), t.String())
}

// GoString returns t.String(), for printers other than fmt's.
func (t Token) GoString() string { return t.String() }

// MarshalText returns t.String(); encoding/json uses it too.
func (t Token) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// LogValue returns t.String().
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// problem says what keeps t from being sent as a bearer, or "". The
// characters are those of RFC 6750; anything else came by way of a bad paste,
// a placeholder, or quotes that nobody took off.
func (t Token) problem() string {
	const marks = "-._~+/="
	for _, r := range t.Reveal() {
		switch {
		case r <= ' ' || r == 0x7f:
			return "there is a space, a line break or a control character inside the token; it was cut or pasted badly"
		case r > 0x7f, !isWord(byte(r)) && !strings.ContainsRune(marks, r):
			return "there is a character inside the token that no token has; it was pasted badly or is a placeholder"
		}
	}
	return ""
}

// foreign says what other kind of key t looks like, or "".
func (t Token) foreign() string {
	switch secret := t.Reveal(); {
	case strings.HasPrefix(secret, "sk-"):
		return "a key of another vendor"
	case strings.HasPrefix(secret, "napi_"):
		return "a key for Neon's API, not for its AI gateway"
	}
	return ""
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
