package snippet

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"neonchat/chat"
	"neonchat/client"
)

// A page is what a template is filled in with.
type page struct {
	sdk     *sdk
	Dialect string
	Model   string // its id
	Route   string // below the gateway's /ai-gateway/
	Install string
	Stream  bool
	Call    object // what the SDK's function is given, as it names it
	Files   []*file
	Tools   []tool
	Parts   bool // the content of an answer may come in parts

	// What the frameworks are given, which have words of their own for it.
	Instructions string
	Prompt       value // the text of a question that stands alone, or nil
	Messages     list
	Settings     object // temperature, limit
	Options      object // what is the vendor's own
	Long         bool   // the answer has to be streamed, for its length
	Claude       bool
	Level        bool // the effort is one of Google's thinking levels
	decodes      bool // a file is in the program as base64, and has to be bytes
	request      chat.Request
	notices      []string
}

// A tool is one that the request offers to the model.
type tool struct {
	Name, Description string
	Schema            value
}

// page encodes the request and takes from the body what a program doesn't say.
func (s *sdk) page(r chat.Request, o Options) (*page, error) {
	r, files := s.marked(r, o.Path)
	e, err := client.Encode(r)
	if err != nil {
		return nil, err
	}
	body, err := objectOf(e.Body)
	if err != nil {
		return nil, err
	}
	p := &page{
		sdk: s, Dialect: r.Model.Dialect, Model: r.Model.ID, Route: e.Route, Install: s.install(r.Model.Dialect),
		Stream: o.Stream, Files: files, request: r, notices: e.Notices,
	}
	for _, t := range r.Tools {
		p.Tools = append(p.Tools, tool{t.Name, t.Description, schemaOf(t)})
	}
	if p.Stream && len(p.Tools) > 0 && !s.streamsTools {
		p.Stream = false
		p.notices = append(p.notices, s.name+" doesn't stream here while tools are called: the answer comes whole")
	}
	p.Call = p.plain(body, e.Added)
	p.Claude = strings.Contains(strings.ToLower(p.Model), "claude")
	p.Parts = p.Dialect == chat.MLflow && answersInParts(r.Model, p.Call)
	if s.shape != nil {
		if err := s.shape(p); err != nil {
			return nil, err
		}
	}
	p.Call, _ = each(p.Call, p.reading).(object)
	p.Messages, _ = each(p.Messages, p.reading).(list)
	if text, ok := p.Prompt.(string); ok {
		p.Prompt = p.reading(text)
	}
	p.Files = slices.DeleteFunc(p.Files, func(f *file) bool { return !f.used })
	return p, nil
}

// answersInParts reports whether the model's answers over mlflow may be lists of
// reasoning and text: those of models that reason, of GPT never and of Claude
// when it is asked to think.
func answersInParts(m chat.Model, call object) bool {
	id := strings.TrimPrefix(strings.ToLower(m.ID), "databricks-")
	switch {
	case strings.Contains(id, "claude"):
		return call.get("thinking") != nil
	case strings.HasPrefix(id, "gpt-") && !strings.HasPrefix(id, "gpt-oss"):
		return false
	}
	return len(m.Efforts)+m.BudgetMax > 0
}

func objectOf(data []byte) (object, error) {
	v, err := parse(data)
	if err != nil {
		return nil, err
	}
	o, ok := v.(object)
	if !ok {
		return nil, fmt.Errorf("the request is no object")
	}
	return o, nil
}

func schemaOf(t chat.Tool) value {
	v, err := parse(t.Schema)
	if err != nil {
		return object{{key: "type", value: "object"}, {key: "properties", value: object{}}}
	}
	o, ok := v.(object)
	if !ok {
		return v
	}
	return o.without("$schema")
}

// plain is the body as a person would write it: without what nobody asked for,
// and with a text as a string instead of as a list of one part.
func (p *page) plain(body object, added [][]string) object {
	for _, path := range added {
		if len(p.Tools) > 0 && path[0] == "include" {
			continue // the next step has to send the reasoning back
		}
		body = body.strip(path)
	}
	body = body.without("stream")
	switch p.Dialect {
	case chat.OpenAI:
		input := simple(body.list("input"))
		if one, ok := alone(input, "content"); ok && len(p.Tools) == 0 {
			return body.with("input", one)
		}
		return body.with("input", input)
	case chat.Anthropic:
		return body.with("messages", simple(body.list("messages")))
	}
	return body
}

// simple has the content of messages as a string where it is one text.
func simple(messages list) list {
	out := make(list, len(messages))
	for i, v := range messages {
		out[i] = v
		m, ok := v.(object)
		if !ok {
			continue
		}
		parts := m.list("content")
		if len(parts) != 1 || m.text("role") == "" {
			continue
		}
		part, _ := parts[0].(object)
		if text, ok := part.get("text").(string); ok && len(part) == 2 {
			out[i] = m.without("type").with("content", text)
		}
	}
	return out
}

// alone is the text of the only message, where it is the user's and nothing but
// text.
func alone(messages list, key string) (string, bool) {
	if len(messages) != 1 {
		return "", false
	}
	m, _ := messages[0].(object)
	text, ok := m.get(key).(string)
	return text, ok && m.text("role") == "user"
}

// Wire is the call as it goes over the wire, for programs that send it
// themselves.
func (p *page) Wire() object {
	if !p.Stream || p.Dialect == chat.Gemini {
		return p.Call
	}
	return p.Call.with("stream", true)
}

// Path is the route for the way in which the answer comes, safe within the
// double quotes of a shell.
func (p *page) Path() string {
	route := p.Route
	if p.Dialect == chat.Gemini && !p.Stream {
		route = strings.Replace(route, ":streamGenerateContent?alt=sse", ":generateContent", 1)
	}
	return strings.NewReplacer("$", "%24", "`", "%60").Replace(route)
}

// Base is the route of the dialect, as the SDKs take it, which add the rest.
func (p *page) Base() string {
	return map[string]string{chat.MLflow: "mlflow/v1", chat.OpenAI: "openai/v1", chat.Anthropic: "anthropic", chat.Gemini: "gemini"}[p.Dialect]
}

// Run is the command that runs the program.
func (p *page) Run() string { return p.sdk.run }

// Base64 reports whether the program has to make or read base64.
func (p *page) Base64() bool {
	for _, f := range p.Files {
		if !f.Text && !f.Raw {
			return true
		}
	}
	return p.decodes
}

// number is a number of the body, or nil.
func number(v value) value {
	if n, ok := v.(json.Number); ok {
		return n
	}
	return nil
}
