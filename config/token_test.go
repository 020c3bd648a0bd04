package config

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestATokenShowsItselfToNobody(t *testing.T) {
	type inside struct {
		Open  Token
		close Token
		To    *Token
	}
	token := NewToken(secret)
	in := inside{token, token, &token}
	values := []any{token, &token, in, &in, []Token{token}, map[Token]Token{token: token}, []any{token}, [1]inside{in},
		Gateway{Token: token}, fmt.Errorf("sending: %v", token)}

	var out bytes.Buffer
	for _, v := range values {
		for verb := rune('A'); verb <= 'z'; verb++ {
			for _, flags := range []string{"", "+", "#", "-50", "050.3", " "} {
				fmt.Fprintf(&out, "%"+flags+string(verb), v)
			}
		}
		fmt.Fprintln(&out, v)
		_ = json.NewEncoder(&out).Encode(v)
		_ = xml.NewEncoder(&out).Encode(v)
		slog.New(slog.NewTextHandler(&out, nil)).Info("sending", "with", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("sending", "with", v)
	}
	fmt.Fprint(&out, token.String(), token.GoString())

	middle := secret[8 : len(secret)-4]
	for _, form := range []string{middle, fmt.Sprintf("%x", middle), fmt.Sprintf("%X", middle), fmt.Sprintf("% x", middle), fmt.Sprintf("%v", []byte(middle))} {
		if bytes.Contains(out.Bytes(), []byte(form)) {
			t.Fatal("the token was told")
		}
	}
	if !strings.Contains(out.String(), `"nt_live_…abcd"`) {
		t.Error("its short form was not")
	}
	if in.close.Reveal() != secret {
		t.Error("Reveal does not")
	}
}

func TestHowATokenLooks(t *testing.T) {
	for secret, want := range map[string]string{
		secret:                   "nt_live_…abcd",
		"Zx81QmPw42TnRs77abcd":   "…abcd",
		"nt_live_short":          "…",
		"demo":                   "…",
		"":                       "",
		"nt_live_Zx81QmPw42é€Rs": "…",
	} {
		got := []string{fmt.Sprint(NewToken(secret)), fmt.Sprintf("%#v", NewToken(secret)), NewToken(secret).LogValue().String()}
		for _, g := range got {
			same(t, "token", g, want)
		}
	}
	same(t, "in a column", fmt.Sprintf("%-15s|", NewToken(secret)), "nt_live_…abcd  |")
	if !(Token{}).IsZero() || Token.Reveal(Token{}) != "" {
		t.Error("the zero Token is not empty")
	}
}
