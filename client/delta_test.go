package client

import (
	"encoding/json"
	"strings"
	"testing"

	"neonchat/chat"
)

const key = `"content":"`

func TestATemplateLearnsFromAPlainDelta(t *testing.T) {
	var tpl template
	if _, ok := tpl.text(`{"content":"x"}`); ok {
		t.Error("it knows something before it has learnt")
	}
	tpl.learn(`{"id":1,"content":"hi","n":2}`, key, []chat.Event{chat.TextDelta{Text: "hi"}})
	for data, want := range map[string]string{
		`{"id":1,"content":"there","n":2}`:          "there",
		`{"id":1,"content":"\"a\\\n\t\/b","n":2}`:   "\"a\\\n\t/b",
		`{"id":1,"content":"日本 👩‍👩‍👧","n":2}`:       "日本 👩‍👩‍👧",
		`{"id":1,"content":"hi","n":2}`:             "hi",
		`{"id":1,"content":"\\","n":2}`:             `\`,
		"{\"id\":1,\"content\":\"\u2028\",\"n\":2}": "\u2028",
	} {
		if got, ok := tpl.text(data); !ok || got != want {
			t.Errorf("%s: got %q, %t, want %q", data, got, ok, want)
		}
	}
	for name, data := range map[string]string{
		"another beginning":     `{"id":2,"content":"hi","n":2}`,
		"another end":           `{"id":1,"content":"hi","n":3}`,
		"no text":               `{"id":1,"content":"","n":2}`,
		"a second field":        `{"id":1,"content":"hi","x":"y","n":2}`,
		"a quote that closes":   `{"id":1,"content":"a\\"b","n":2}`,
		"an escape of its end":  `{"id":1,"content":"a\","n":2}`,
		"a code point's escape": `{"id":1,"content":"\u0041","n":2}`,
		"an unknown escape":     `{"id":1,"content":"\x","n":2}`,
		"a raw line end":        "{\"id\":1,\"content\":\"a\nb\",\"n\":2}",
		"what is no UTF-8":      "{\"id\":1,\"content\":\"\xff\",\"n\":2}",
		"less than both ends":   `{"id":1,"content":"n":2}`,
		"nothing":               "",
	} {
		if got, ok := tpl.text(data); ok {
			t.Errorf("%s: it reads %q out of %s", name, got, data)
		}
	}
}

func TestATemplateLearnsFromNothingElse(t *testing.T) {
	hi := chat.TextDelta{Text: "hi"}
	for name, row := range map[string]struct {
		data   string
		events []chat.Event
	}{
		"no event":              {`{"content":"hi"}`, nil},
		"two events":            {`{"content":"hi"}`, []chat.Event{hi, chat.UsageUpdate{}}},
		"an event of reasoning": {`{"content":"hi"}`, []chat.Event{chat.ReasoningDelta{Text: "hi"}}},
		"the key elsewhere too": {`{"content":"hi","inner":{"content":"hi"}}`, []chat.Event{hi}},
		"no key":                {`{"text":"hi"}`, []chat.Event{hi}},
		"another text":          {`{"content":"ho"}`, []chat.Event{hi}},
		"more text":             {`{"content":"hiho"}`, []chat.Event{hi}},
		"an escaped text":       {`{"content":"a\"b"}`, []chat.Event{chat.TextDelta{Text: `a"b`}}},
		"half of an escape":     {`{"content":"a\"b"}`, []chat.Event{chat.TextDelta{Text: `a\`}}},
	} {
		var tpl template
		tpl.learn(row.data, key, row.events)
		if tpl != (template{}) {
			t.Errorf("%s: it learnt %+v", name, tpl)
		}
	}
}

// FuzzUnquote holds the quick reading of a JSON string against the decoder: what
// it reads is what the decoder reads, and what the decoder refuses it doesn't.
func FuzzUnquote(f *testing.F) {
	for _, seed := range []string{
		"", "plain", `\n\t\r\b\f\/\\\"`, `\u00e9`, `\ud83d\ude00`, `\`, `a\`, `"`, "\n", "\x7f", "\x00", "é\xff", "\u2028", `\\"`, `\\\"`,
		strings.Repeat(`\"`, 40), `\'`, `\x41`, "\xed\xa0\x80",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, inside string) {
		got, ok := unquote(inside)
		var want string
		err := json.Unmarshal([]byte(`"`+inside+`"`), &want)
		if ok && (err != nil || got != want) {
			t.Errorf("%q: got %q, the decoder %q, %v", inside, got, want, err)
		}
		if !ok && err == nil && !strings.Contains(inside, `\u`) && !strings.Contains(want, "\uFFFD") {
			t.Errorf("%q is left to the decoder, without need", inside)
		}
	})
}
