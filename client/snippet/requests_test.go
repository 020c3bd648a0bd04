package snippet

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"neonchat/catalog"
	"neonchat/chat"
)

// A story is a request as somebody makes it, and what the demo says to it.
type story struct {
	name    string
	request func(chat.Model) chat.Request
	stream  bool
	says    string // the whole answer; "" is what the client gets for the same request
	mention string // or a word in it
}

// awkward has what strings of programs stumble over.
const awkward = "it's \"two\" `words`, ${a} $(b) $c \\n \\u{1f600} %d {{.}} #{x} \t世界 🌍 👩‍👩‍👧\u202e\u2028\x07\x1b[31m\r\nJSON\n\"\"\"'''\n</file>"

var stories = []story{
	{name: "plain", request: asking("repeat " + awkward), says: awkward},
	{name: "stream", request: asking("repeat " + awkward), stream: true, says: awkward},
	{name: "answer", request: asking("Explain copy-on-write branching")},
	{name: "conversation", request: conversation},
	{name: "conversation-streamed", request: conversation, stream: true},
	{name: "files", request: withFiles},
	{name: "tools", request: withTools, mention: "Florence"},
	{name: "tools-streamed", request: withTools, stream: true, mention: "Florence"},
	{name: "tools-before", request: afterTools, mention: "pelicans"},
}

func asking(prompt string) func(chat.Model) chat.Request {
	return func(m chat.Model) chat.Request {
		return chat.Request{Model: m, Messages: []chat.Message{said(chat.User, chat.Text{Text: prompt})}}
	}
}

func said(r chat.Role, parts ...chat.Part) chat.Message { return chat.Message{Role: r, Parts: parts} }

func conversation(m chat.Model) chat.Request {
	warm := 0.5
	r := chat.Request{Model: m, Options: chat.Options{System: "Be brief.\nBe kind: it's \"nice\".", Effort: "low", Temperature: &warm, MaxTokens: 4000}}
	r.Messages = []chat.Message{
		said(chat.User, chat.Text{Text: "repeat pelicans"}), said(chat.Assistant, chat.Text{Text: "pelicans"}),
		said(chat.User, chat.Text{Text: "what did I say before?"}),
	}
	return r
}

func withFiles(m chat.Model) chat.Request {
	return chat.Request{Model: m, Messages: []chat.Message{said(chat.User,
		chat.File{Name: "chart's.png", MIME: "image/png", Data: chart()},
		chat.File{Name: "notes.txt", MIME: "text/plain", Data: []byte(notes)},
		chat.Text{Text: "what does this show?"},
	)}}
}

const notes = "one `two`\r\n\tthree ${four}\n\n"

func chart() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

var weather = chat.Tool{
	Name: "weather", Description: "The weather in a city: it's \"live\"",
	Schema: json.RawMessage(`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}`),
}

func withTools(m chat.Model) chat.Request {
	r := asking("!tool Florence")(m)
	r.Tools = []chat.Tool{weather, {Name: "no-args"}}
	return r
}

// afterTools goes on with a conversation in which another model called a tool.
func afterTools(m chat.Model) chat.Request {
	r := withTools(m)
	r.Messages = []chat.Message{
		said(chat.User, chat.Text{Text: "repeat pelicans"}),
		said(chat.Assistant, chat.Text{Text: "Let me see."}, chat.ToolCall{ID: "call:1", Name: "weather", Arguments: `{"city":"Florence"}`}),
		said(chat.User, chat.ToolResult{ID: "call:1", Name: "weather", Text: "sunny, it's \"warm\""}),
		said(chat.Assistant, chat.Text{Text: "It is sunny."}),
		said(chat.User, chat.Text{Text: "what did I say before?"}),
	}
	return r
}

// models are those that the programs are written for: one of each way in which a
// model is asked.
var models = []string{
	"llama-4-maverick", "gpt-oss-120b", "gpt-5-mini", "claude-sonnet-4-6", "claude-sonnet-5", "gemini-2-5-flash", "gemini-3-flash",
}

func model(t testing.TB, id string) chat.Model {
	t.Helper()
	m, ok := catalog.Lookup(id)
	if !ok {
		t.Fatalf("the catalog has no %s", id)
	}
	return chat.Model{
		ID: m.ID, Dialect: m.Dialect, OutputLimit: m.MaxOutput, Inputs: m.Input,
		Efforts: m.Effort, BudgetMin: m.BudgetMin, BudgetMax: m.BudgetMax,
	}
}

// A variant is a story as a program.
type variant struct {
	story
	Program
	request chat.Request
	path    string // of its source
}

// variants writes every story for the SDK and each model that it reaches into
// files of a folder, and gives each in turn.
func variants(t *testing.T, name, dir string) []variant {
	t.Helper()
	s, err := find(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []variant
	for _, id := range models {
		m := model(t, id)
		if _, err := s.dialect(m); err != nil {
			continue
		}
		for _, one := range stories {
			r := one.request(m)
			p, err := Write(name, r, Options{Stream: one.stream, Path: func(f chat.File) string { return filepath.Join("files", f.Name) }})
			if name == "mastra" && id == "gemini-3-flash" && len(r.Tools) > 0 {
				if !errors.As(err, new(*Error)) {
					t.Errorf("Mastra can't call tools with %s, and there is no word of it: %v", id, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s for %s, %s: %v", name, id, one.name, err)
			}
			all = append(all, variant{one, p, r, filepath.Join(dir, strings.Join([]string{name, id, one.name}, "_")+filepath.Ext(p.File))})
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s reaches none of the models", name)
	}
	keep(t, filepath.Join(dir, "files", "chart's.png"), chart())
	keep(t, filepath.Join(dir, "files", "notes.txt"), []byte(notes))
	for _, v := range all {
		keep(t, v.path, []byte(v.Source))
	}
	return all
}

func keep(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
