package client

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"neonchat/chat"
)

// wantSent compares what the dialect makes of a request with the body that the
// vendor's documentation asks for.
func wantSent(t *testing.T, d dialect, r chat.Request, route, body string, notices ...string) {
	t.Helper()
	gotRoute, doc, gotNotices := d.encode(r)
	got, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if gotRoute != route {
		t.Errorf("route: got %q, want %q", gotRoute, route)
	}
	if !sameJSON(string(got), body) {
		t.Errorf("body:\n got %s\nwant %s", got, body)
	}
	if !slices.Equal(gotNotices, notices) {
		t.Errorf("notices:\n got %q\nwant %q", gotNotices, notices)
	}
}

// assemble makes a message of the data of an answer's frames.
func assemble(d decoder, frames ...string) (chat.Message, error) {
	a := chat.Accumulator{Now: func() time.Time { return time.Time{} }}
	var err error
	for _, f := range frames {
		var events []chat.Event
		events, err = d.decode(frame{data: f})
		for _, e := range events {
			a.Add(e)
		}
		if err != nil {
			break
		}
	}
	for _, e := range d.finish() {
		a.Add(e)
	}
	if errors.Is(err, errDone) {
		err = nil
	}
	return a.Message(), err
}

func wantParts(t *testing.T, m chat.Message, parts ...chat.Part) {
	t.Helper()
	if !reflect.DeepEqual(m.Parts, parts) {
		t.Errorf("parts:\n got %+v\nwant %+v", m.Parts, parts)
	}
}

func wantStop(t *testing.T, m chat.Message, want chat.Stop) {
	t.Helper()
	if m.Stop != want {
		t.Errorf("stop: got %+v, want %+v", m.Stop, want)
	}
}

func turnOf(role chat.Role, parts ...chat.Part) chat.Message {
	return chat.Message{Role: role, Parts: parts}
}

func TestClaudeGetsAConversationWithAllThatCanBeInIt(t *testing.T) {
	r := chat.Request{
		Model: chat.Model{ID: "claude-sonnet-4-6"},
		Messages: []chat.Message{
			turnOf(chat.User,
				chat.File{Name: "cat.png", MIME: "image/png", Data: []byte("png")},
				chat.File{Name: "paper.pdf", MIME: "application/pdf", Data: []byte("pdf")},
				chat.File{Name: "notes.txt", MIME: "text/plain", Data: []byte("some notes")},
				chat.Text{Text: "What is this?"}),
			turnOf(chat.Assistant,
				chat.Reasoning{Text: "I should look.", Signature: "sealed=="},
				chat.Reasoning{Signature: "hidden=="},
				chat.Opaque{Kind: "redacted_thinking", Data: json.RawMessage(`{"type":"redacted_thinking","data":"xyz"}`)},
				chat.Text{Text: "Let me look."},
				chat.Text{Text: " \n"},
				chat.ToolCall{ID: "toolu_1", Name: "look", Arguments: `{"at":"cat.png"}`}),
			turnOf(chat.User,
				chat.ToolResult{ID: "toolu_1", Name: "look", Text: "seen", Files: []chat.File{{MIME: "image/jpeg", Data: []byte("jpg")}}},
				chat.ToolResult{ID: "toolu_2", Name: "look", Text: "", IsError: true},
				chat.Text{Text: "Well?"}),
		},
		Options: chat.Options{
			System: "Be brief.", MaxTokens: 4000, Effort: "low",
			Tools: []chat.Tool{
				{Name: "look", Description: "looks", Schema: json.RawMessage(`{"$schema":"x","type":"object","properties":{"at":{"type":"string"}}}`)},
				{Name: "think"},
			},
		},
	}
	wantSent(t, anthropic{}, r, "anthropic/v1/messages", `{
		"model": "claude-sonnet-4-6", "max_tokens": 4000, "stream": true, "system": "Be brief.",
		"thinking": {"type": "enabled", "budget_tokens": 2048},
		"messages": [
			{"role": "user", "content": [
				{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "cG5n"}},
				{"type": "document", "title": "paper.pdf", "source": {"type": "base64", "media_type": "application/pdf", "data": "cGRm"}},
				{"type": "text", "text": "<file name=\"notes.txt\">\nsome notes\n</file>"},
				{"type": "text", "text": "What is this?"}]},
			{"role": "assistant", "content": [
				{"type": "thinking", "thinking": "I should look.", "signature": "sealed=="},
				{"type": "thinking", "thinking": "", "signature": "hidden=="},
				{"type": "redacted_thinking", "data": "xyz"},
				{"type": "text", "text": "Let me look."},
				{"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"at": "cat.png"}}]},
			{"role": "user", "content": [
				{"type": "tool_result", "tool_use_id": "toolu_1", "content": [
					{"type": "text", "text": "seen"},
					{"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": "anBn"}}]},
				{"type": "tool_result", "tool_use_id": "toolu_2", "is_error": true},
				{"type": "text", "text": "Well?"}]}],
		"tools": [
			{"name": "look", "description": "looks", "input_schema": {"type": "object", "properties": {"at": {"type": "string"}}}},
			{"name": "think", "input_schema": {"type": "object", "properties": {}}}]}`)
}

func TestClaudeIsAskedToThinkInItsOwnWay(t *testing.T) {
	warm := 0.5
	old := chat.Model{ID: "claude-sonnet-4-6", OutputLimit: 64000, BudgetMin: 1024, BudgetMax: 63999, Inputs: []string{"text"}}
	small := chat.Model{ID: "claude-opus-4-1", OutputLimit: 32000, BudgetMin: 1024, BudgetMax: 31999}
	adaptive := chat.Model{ID: "claude-opus-4-7"}
	for _, row := range []struct {
		name    string
		model   chat.Model
		options chat.Options
		want    string // what the body has beside model, stream and messages
		notices []string
	}{
		{"nothing asked of a known model", old, chat.Options{}, `"max_tokens": 32000`, nil},
		{"nothing asked of an unknown model", chat.Model{ID: "claude-next"}, chat.Options{}, `"max_tokens": 8192`, nil},
		{"a limit beyond the model's", small, chat.Options{MaxTokens: 50000}, `"max_tokens": 32000`,
			[]string{"claude-opus-4-1 answers with 32000 tokens at most: asked for these, not for 50000"}},
		{"effort as a budget", old, chat.Options{Effort: "high"},
			`"max_tokens": 32000, "thinking": {"type": "enabled", "budget_tokens": 16384}`, nil},
		{"a budget within the user's limit", old, chat.Options{Effort: "high", MaxTokens: 2000},
			`"max_tokens": 2000, "thinking": {"type": "enabled", "budget_tokens": 1499}`, nil},
		{"a limit with no room to think", old, chat.Options{Effort: "low", MaxTokens: 500}, `"max_tokens": 500`,
			[]string{"500 tokens leave claude-sonnet-4-6 no room to think: effort left out"}},
		{"a budget near the model's own limit", small, chat.Options{Effort: "max"},
			`"max_tokens": 32000, "thinking": {"type": "enabled", "budget_tokens": 23999}`, nil},
		{"thinking and a temperature", old, chat.Options{Effort: "low", Temperature: &warm},
			`"max_tokens": 32000, "thinking": {"type": "enabled", "budget_tokens": 2048}`,
			[]string{"claude-sonnet-4-6 takes no temperature while it thinks: left out"}},
		{"no thinking and a temperature", old, chat.Options{Effort: "none", Temperature: &warm},
			`"max_tokens": 32000, "temperature": 0.5, "thinking": {"type": "disabled"}`, nil},
		{"effort of a new model", adaptive, chat.Options{Effort: "xhigh"},
			`"max_tokens": 8192, "thinking": {"type": "adaptive", "display": "summarized"}, "output_config": {"effort": "xhigh"}`, nil},
		{"an effort that a new model lacks", adaptive, chat.Options{Effort: "minimal"},
			`"max_tokens": 8192, "thinking": {"type": "adaptive", "display": "summarized"}, "output_config": {"effort": "low"}`,
			[]string{`claude-opus-4-7 has no effort "minimal": asked for "low"`}},
		{"no thinking of a new model", adaptive, chat.Options{Effort: "none"},
			`"max_tokens": 8192, "thinking": {"type": "disabled"}`, nil},
		{"no thinking of a model that always does", chat.Model{ID: "databricks-claude-fable-5", Efforts: []string{"none", "low", "high"}}, chat.Options{Effort: "none"},
			`"max_tokens": 8192, "thinking": {"type": "adaptive", "display": "summarized"}, "output_config": {"effort": "low"}`,
			[]string{`databricks-claude-fable-5 has no effort "none": asked for "low"`}},
		{"a temperature for a new model", adaptive, chat.Options{Temperature: &warm}, `"max_tokens": 8192`,
			[]string{"claude-opus-4-7 takes no temperature: left out"}},
		{"effort of a model that doesn't reason", chat.Model{ID: "claude-plain", Inputs: []string{"text"}}, chat.Options{Effort: "high"},
			`"max_tokens": 8192`, []string{"claude-plain doesn't reason: effort left out"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := chat.Request{Model: row.model, Options: row.options, Messages: []chat.Message{turnOf(chat.User, chat.Text{Text: "hi"})}}
			wantSent(t, anthropic{}, r, "anthropic/v1/messages", `{"model": "`+row.model.ID+`", "stream": true,
				"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}], `+row.want+`}`, row.notices...)
		})
	}
}

func TestThoughtsGoToAClaudeThatThinksOnly(t *testing.T) {
	old := chat.Model{ID: "claude-sonnet-4-6", Inputs: []string{"text"}, BudgetMin: 1024, BudgetMax: 63999}
	adaptive := chat.Model{ID: "claude-opus-4-7"}
	for _, row := range []struct {
		name   string
		model  chat.Model
		o      chat.Options
		thinks bool
	}{
		{"a budget", old, chat.Options{Effort: "low"}, true},
		{"no word of an older one", old, chat.Options{}, false},
		{"no room within the limit", old, chat.Options{Effort: "low", MaxTokens: 500}, false},
		{"switched off of an older one", old, chat.Options{Effort: "none"}, false},
		{"one that can't", chat.Model{ID: "claude-haiku-3-5", Inputs: []string{"text"}}, chat.Options{Effort: "low"}, false},
		{"no word of a newer one", adaptive, chat.Options{}, true},
		{"switched off of a newer one", adaptive, chat.Options{Effort: "none"}, false},
	} {
		_, body, _ := anthropic{}.encode(chat.Request{Model: row.model, Options: row.o, Messages: []chat.Message{turnOf(chat.Assistant,
			chat.Reasoning{Text: "hm", Signature: "s"},
			chat.Opaque{Kind: "redacted_thinking", Data: json.RawMessage(`{"type":"redacted_thinking"}`)},
			chat.Opaque{Kind: "fallback", Data: json.RawMessage(`{"type":"fallback"}`)},
			chat.Text{Text: "Yes."})}})
		want := `[{"type":"fallback"},{"type":"text","text":"Yes."}]`
		if row.thinks {
			want = `[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking"},` + want[1:]
		}
		if got, _ := json.Marshal(body.(anthropicRequest).Messages[0].Content); string(got) != want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, got, want)
		}
	}
}

const (
	claudeStarts = `{"type":"message_start","message":{"id":"msg_1","model":"claude-x","content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":2,"output_tokens":1}}}`
	claudeStops  = `{"type":"message_stop"}`
)

func TestClaudeThinksAnswersAndCalls(t *testing.T) {
	m, err := assemble(anthropic{}.decoder(),
		claudeStarts,
		`{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}`,
		`{"type":"ping"}`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"One."}}`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s1"}}`,
		`{"type":"content_block_stop","index":0}`,
		`{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"Two.","signature":""}}`,
		`{"type":"content_block_stop","index":1}`,
		`{"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"abc"}}`,
		`{"type":"content_block_stop","index":2}`,
		`{"type":"content_block_start","index":3,"content_block":{"type":"text","text":"Let "}}`,
		`{"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"me"}   }  `,
		`{"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":" see\n"}}`,
		`{"type":"content_block_delta","index":3,"delta":{"type":"citations_delta","citation":{}}}`,
		`{"type":"content_block_stop","index":3}`,
		`{"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}}`,
		`{"type":"content_block_start","index":5,"content_block":{"type":"tool_use","id":"t2","name":"wait","input":{}}}`,
		`{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{\"at\":"}}`,
		`{"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":""}}`,
		`{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"1}"}}`,
		`{"type":"content_block_stop","index":4}`,
		`{"type":"content_block_stop","index":5}`,
		`{"type":"content_block_start","index":6,"content_block":{"type":"mcp_tool_use","id":"m1","input":{}}}`,
		`{"type":"content_block_delta","index":6,"delta":{"type":"input_json_delta","partial_json":"{\"q\":2}"}}`,
		`{"type":"content_block_stop","index":6}`,
		`{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"input_tokens":null,"output_tokens":40,"output_tokens_details":{"thinking_tokens":30}}}`,
		claudeStops,
	)
	if err != nil {
		t.Error(err)
	}
	wantParts(t, m,
		chat.Reasoning{Text: "One.", Signature: "s1"},
		chat.Reasoning{Text: "Two."},
		chat.Opaque{Kind: "redacted_thinking", Data: json.RawMessage(`{"type":"redacted_thinking","data":"abc"}`)},
		chat.Text{Text: "Let me see\n"},
		chat.ToolCall{ID: "t1", Name: "look", Arguments: `{"at":1}`},
		chat.ToolCall{ID: "t2", Name: "wait", Arguments: ""},
		chat.Opaque{Kind: "mcp_tool_use", Data: json.RawMessage(`{"id":"m1","input":{"q":2},"type":"mcp_tool_use"}`)},
	)
	wantStop(t, m, chat.Stop{Reason: chat.StopToolCalls, Raw: "tool_use"})
	if want := (chat.Usage{Input: 17, CachedInput: 5, CacheWrite: 2, Output: 40, Reasoning: 30}); m.Usage == nil || *m.Usage != want {
		t.Errorf("usage: got %+v, want %+v", m.Usage, want)
	}
}

func TestHowClaudeStops(t *testing.T) {
	for raw, want := range map[string]chat.Stop{
		`"end_turn"`:                      {Reason: chat.StopEnd, Raw: "end_turn"},
		`"stop_sequence"`:                 {Reason: chat.StopEnd, Raw: "stop_sequence"},
		`"max_tokens"`:                    {Reason: chat.StopLength, Raw: "max_tokens"},
		`"model_context_window_exceeded"`: {Reason: chat.StopLength, Raw: "model_context_window_exceeded"},
		`"pause_turn"`:                    {Reason: chat.StopPause, Raw: "pause_turn"},
		`"refusal","stop_details":{"type":"refusal","explanation":"No."}`: {Reason: chat.StopRefusal, Raw: "refusal", Detail: "No."},
		`"bored"`: {Reason: chat.StopOther, Raw: "bored"},
		`null`:    {Reason: chat.StopIncomplete},
		`7`:       {Reason: chat.StopIncomplete},
	} {
		m, _ := assemble(anthropic{}.decoder(), claudeStarts, `{"type":"message_delta","delta":{"stop_reason":`+raw+`}}`, claudeStops)
		wantStop(t, m, want)
	}
}

// Some servers leave message_stop out, or write another dialect's last word.
func TestClaudeThatSaidWhyItStoppedIsWhole(t *testing.T) {
	begin := "data: " + claudeStarts + "\n\n" + `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Whole."}}` + "\n\n"
	stop := `data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}` + "\n\n"
	done := "data: [DONE]\n\n"
	for says, c := range map[string]struct {
		body string
		end  error
		want chat.StopReason
	}{
		"the stream just ends":          {begin + stop, nil, chat.StopEnd},
		"it says [DONE]":                {begin + stop + done, nil, chat.StopEnd},
		"what follows [DONE] is broken": {begin + stop + done, io.ErrUnexpectedEOF, chat.StopEnd},
		"the connection breaks":         {begin + stop, io.ErrUnexpectedEOF, chat.StopEnd},
		"it ends without a reason":      {begin, nil, chat.StopIncomplete},
		"[DONE] without a reason":       {begin + done, nil, chat.StopIncomplete},
		"the reason is null":            {begin + strings.Replace(stop, `"end_turn"`, "null", 1), nil, chat.StopIncomplete},
	} {
		a, err := receive(chat.Anthropic, func() io.Reader {
			if c.end == nil {
				return strings.NewReader(c.body)
			}
			return io.MultiReader(strings.NewReader(c.body), iotest.ErrReader(c.end))
		})
		if a.Text() != "Whole." || a.Stop.Reason != c.want || (err == nil) != (c.want == chat.StopEnd) {
			t.Errorf("%s: got %q, stopped for %q, %v", says, a.Text(), a.Stop.Reason, err)
		}
	}
}

func TestACallThatClaudeDidntFinish(t *testing.T) {
	begun := []string{
		claudeStarts,
		`{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"rm","input":{}}}`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"path\":\"/tm"}}`,
	}
	m, _ := assemble(anthropic{}.decoder(), begun...)
	wantParts(t, m)
	wantStop(t, m, chat.Stop{Reason: chat.StopIncomplete})

	m, _ = assemble(anthropic{}.decoder(), append(begun, `{"type":"message_delta","delta":{"stop_reason":"max_tokens"}}`, claudeStops)...)
	wantParts(t, m, chat.ToolCall{ID: "t", Name: "rm", Arguments: `{"path":"/tm`})
	wantStop(t, m, chat.Stop{Reason: chat.StopLength, Raw: "max_tokens"})
}

func TestClaudeIsOverloadedHalfway(t *testing.T) {
	m, err := assemble(anthropic{}.decoder(), claudeStarts,
		`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Half"}}`,
		`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`)
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != "overloaded_error" || e.Message != "Overloaded" {
		t.Errorf("got %v", err)
	}
	wantParts(t, m, chat.Text{Text: "Half"})
	wantStop(t, m, chat.Stop{Reason: chat.StopError})
}

func TestTwoClaudesInOneStreamAreAnError(t *testing.T) {
	d := anthropic{}.decoder()
	other := `{"type":"message_start","message":{"id":"msg_2"}}`
	if m, err := assemble(d, claudeStarts, claudeStarts, other); err == nil || m.Stop.Reason != chat.StopError {
		t.Errorf("got the error %v and the stop %+v", err, m.Stop)
	}
	if events, err := d.decode(frame{data: `{"type":"content_block_delta","delta":{"type":"text_delta","text":"x"}}`}); len(events) > 0 || err != nil {
		t.Errorf("what follows came through: %v, %v", events, err)
	}
}

func TestNoiseDoesntStopClaude(t *testing.T) {
	d := anthropic{}.decoder()
	m, err := assemble(d, claudeStarts, `{"type":"tomorrow","index":"x"}`, `{}`, `null`, `[]`,
		`{"type":"content_block_start","index":3}`,
		`{"type":"content_block_delta","index":9,"delta":{"type":"text_delta","text":"Fine."}}`,
		`{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":"many"}}`, claudeStops)
	if err != nil {
		t.Error(err)
	}
	if m.Text() != "Fine." || m.Stop.Reason != chat.StopEnd {
		t.Errorf("got %+v", m)
	}
	d = anthropic{}.decoder()
	if _, err := d.decode(frame{data: `{"type":`}); !errors.Is(err, errGarbage) {
		t.Errorf("half an event: got %v", err)
	}
	if events, err := d.decode(frame{data: claudeStarts}); err != nil || len(events) == 0 {
		t.Errorf("after garbage: got %v, %v", events, err)
	}
}

func TestClaudeAnswersInOneBody(t *testing.T) {
	d := anthropic{}.decoder()
	var a chat.Accumulator
	events, err := d.whole([]byte(`{"type":"message","id":"msg_1","model":"claude-x","stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2},
		"content":[{"type":"thinking","thinking":"Hm.","signature":"s"},{"type":"text","text":"Hi"},{"type":"tool_use","id":"t","name":"f","input":{"a":1}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range append(slices.Clone(events), d.finish()...) {
		a.Add(e)
	}
	wantParts(t, a.Message(), chat.Reasoning{Text: "Hm.", Signature: "s"}, chat.Text{Text: "Hi"}, chat.ToolCall{ID: "t", Name: "f", Arguments: `{"a":1}`})
	wantStop(t, a.Message(), chat.Stop{Reason: chat.StopToolCalls, Raw: "tool_use"})
}

// FuzzAnthropicDelta holds the quick way of reading a delta against the JSON
// decoder: they must agree on any frame that follows a plain one.
func FuzzAnthropicDelta(f *testing.F) {
	const plain = `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"plain"}}`
	for _, seed := range []string{
		plain, plain + "  ", `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\"b\\"}    }`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}}`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a","text":"b"}}`,
		`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\ud83d\ude00"}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		quick, slow := &anthropicDecoder{blocks: map[int]*anthropicOpen{}}, &anthropicDecoder{blocks: map[int]*anthropicOpen{}}
		quick.decode(frame{data: plain})
		slow.decode(frame{data: plain})
		if quick.prefix == "" {
			t.Fatal("the plain frame taught nothing")
		}
		slow.template = template{}
		sameAnswer(t, quick, slow, data)
	})
}

// sameAnswer feeds two decoders with one more frame each.
func sameAnswer(t *testing.T, quick, slow decoder, data string) {
	t.Helper()
	a, aErr := assemble(quick, data)
	b, bErr := assemble(slow, data)
	if !reflect.DeepEqual(a, b) || (aErr == nil) != (bErr == nil) {
		t.Errorf("%q\nquick %+v, %v\n slow %+v, %v", data, a, aErr, b, bErr)
	}
}

func BenchmarkAnthropicDelta(b *testing.B) {
	d := anthropic{}.decoder()
	f := frame{data: `{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word"}    }`}
	for b.Loop() {
		if _, err := d.decode(f); err != nil {
			b.Fatal(err)
		}
	}
}
