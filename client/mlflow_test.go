package client

import (
	"errors"
	"testing"

	"neonchat/chat"
)

var (
	picture = chat.File{Name: "dot.png", MIME: "image/png", Data: []byte("png")}
	paper   = chat.File{Name: "paper.pdf", MIME: "application/pdf", Data: []byte("pdf")}
	notes   = chat.File{Name: "notes.md", MIME: "text/markdown; charset=utf-8", Data: []byte("# Notes\n")}
)

const mlflowRoute = "mlflow/v1/chat/completions"

func TestMLflowGetsAConversationWithAllThatCanBeInIt(t *testing.T) {
	r := chat.Request{
		Model: chat.Model{ID: "llama-4-maverick"},
		Options: chat.Options{
			System: "Be brief.", Temperature: new(0.5), MaxTokens: 100,
			Tools: []chat.Tool{
				{Name: "look", Description: "Look at a page.", Schema: []byte(`{"$schema":"s","type":"object"}`)},
				{Name: "wait"},
			},
		},
		Messages: []chat.Message{
			turnOf(chat.User, picture, paper, notes, chat.Text{Text: "What is this?"}),
			turnOf(chat.Assistant, chat.Text{Text: "I'll "}, chat.Text{Text: "look."}, chat.ToolCall{ID: "a", Name: "look", Arguments: `{"page":1}`}, chat.ToolCall{ID: "b", Name: "wait", Arguments: "{}"}),
			turnOf(chat.User, chat.ToolResult{ID: "a", Name: "look", Text: "A dot.", Files: []chat.File{picture}}, chat.ToolResult{ID: "b", Name: "wait", Text: "no time", IsError: true}, chat.Text{Text: "And?"}),
			turnOf(chat.Assistant, chat.ToolCall{ID: "c", Name: "wait", Arguments: "{}"}),
			turnOf(chat.User, chat.ToolResult{ID: "c", Name: "wait", Text: "done"}),
		},
	}
	wantSent(t, mlflow{}, r, mlflowRoute, `{
		"model": "llama-4-maverick", "stream": true, "stream_options": {"include_usage": true},
		"temperature": 0.5, "max_tokens": 100,
		"messages": [
			{"role": "system", "content": "Be brief."},
			{"role": "user", "content": [
				{"type": "image_url", "image_url": {"url": "data:image/png;base64,cG5n"}},
				{"type": "file", "file": {"filename": "paper.pdf", "file_data": "data:application/pdf;base64,cGRm"}},
				{"type": "text", "text": "<file name=\"notes.md\">\n# Notes\n</file>"},
				{"type": "text", "text": "What is this?"}]},
			{"role": "assistant", "content": "I'll look.", "tool_calls": [
				{"id": "a", "type": "function", "function": {"name": "look", "arguments": "{\"page\":1}"}},
				{"id": "b", "type": "function", "function": {"name": "wait", "arguments": "{}"}}]},
			{"role": "tool", "tool_call_id": "a", "content": "A dot."},
			{"role": "tool", "tool_call_id": "b", "content": "Error: no time"},
			{"role": "user", "content": [
				{"type": "image_url", "image_url": {"url": "data:image/png;base64,cG5n"}},
				{"type": "text", "text": "And?"}]},
			{"role": "assistant", "content": null, "tool_calls": [
				{"id": "c", "type": "function", "function": {"name": "wait", "arguments": "{}"}}]},
			{"role": "tool", "tool_call_id": "c", "content": "done"}],
		"tools": [
			{"type": "function", "function": {"name": "look", "description": "Look at a page.", "parameters": {"type": "object"}}},
			{"type": "function", "function": {"name": "wait", "parameters": {"type": "object", "properties": {}}}}]}`)
}

func TestATextFileIsNoReasonForParts(t *testing.T) {
	r := chat.Request{Model: chat.Model{ID: "gpt-oss-120b"}, Messages: []chat.Message{turnOf(chat.User, notes, chat.Text{Text: "Sum up."})}}
	wantSent(t, mlflow{}, r, mlflowRoute, `{"model": "gpt-oss-120b", "stream": true, "stream_options": {"include_usage": true},
		"messages": [{"role": "user", "content": "<file name=\"notes.md\">\n# Notes\n</file>\n\nSum up."}]}`)
}

func TestMLflowGetsItsSealsBack(t *testing.T) {
	r := chat.Request{Model: chat.Model{ID: "claude-sonnet-4-6"}, Messages: []chat.Message{
		turnOf(chat.User, chat.Text{Text: "Hi"}),
		turnOf(chat.Assistant,
			chat.Reasoning{Text: "hm", Signature: "seal=="},
			chat.Reasoning{Signature: "hidden"},
			chat.Reasoning{Text: "not sealed"},
			chat.Opaque{Kind: "summary_encrypted_text", Data: []byte(`{"type":"summary_encrypted_text","data":"x"}`)},
			chat.Opaque{Kind: "reasoning.encrypted", Data: []byte(`{"type":"reasoning.encrypted","data":"y"}`)},
			chat.Opaque{Kind: "citation", Data: []byte(`{}`)},
			chat.Text{Text: "Hello"},
			chat.ToolCall{ID: "a", Name: "look", Arguments: "{}", Signature: "plain"},
			chat.ToolCall{ID: "b", Name: "look", Arguments: "{}", Signature: `{"google":{"thought_signature":"g"}}`}),
	}}
	wantSent(t, mlflow{}, r, mlflowRoute, `{"model": "claude-sonnet-4-6", "stream": true, "messages": [
		{"role": "user", "content": "Hi"},
		{"role": "assistant", "content": [
				{"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm", "signature": "seal=="}]},
				{"type": "reasoning", "summary": [{"type": "summary_text", "text": "", "signature": "hidden"}]},
				{"type": "reasoning", "summary": [{"type": "summary_encrypted_text", "data": "x"}]},
				{"type": "text", "text": "Hello"}],
			"reasoning_details": [{"type": "reasoning.encrypted", "data": "y"}],
			"tool_calls": [
				{"id": "a", "type": "function", "function": {"name": "look", "arguments": "{}"}, "thoughtSignature": "plain"},
				{"id": "b", "type": "function", "function": {"name": "look", "arguments": "{}"}, "extra_content": {"google": {"thought_signature": "g"}}}]}]}`)
}

func TestEffortOverMLflow(t *testing.T) {
	text := []string{"text"}
	usage := `"stream_options": {"include_usage": true}, `
	for _, c := range []struct {
		says   string
		model  chat.Model
		opts   chat.Options
		more   string
		notice []string
	}{
		{"gpt-oss takes the word", chat.Model{ID: "gpt-oss-120b", Efforts: []string{"low", "medium", "high"}}, chat.Options{Effort: "high"}, usage + `"reasoning_effort": "high"`, nil},
		{"or the nearest it has", chat.Model{ID: "gpt-oss-120b", Efforts: []string{"low", "medium", "high"}}, chat.Options{Effort: "max"}, usage + `"reasoning_effort": "high"`, []string{`gpt-oss-120b has no effort "max": asked for "high"`}},
		{"a model that doesn't reason gets none", chat.Model{ID: "llama-4-maverick", Inputs: text}, chat.Options{Effort: "high"}, usage + `"x": 0`, []string{"llama-4-maverick doesn't reason: effort left out"}},
		{"which is what was asked for", chat.Model{ID: "llama-4-maverick", Inputs: text}, chat.Options{Effort: "none"}, usage + `"x": 0`, nil},
		{"an older Claude gets a budget and a limit above it", chat.Model{ID: "claude-sonnet-4-6", OutputLimit: 64000}, chat.Options{Effort: "low"}, `"thinking": {"type": "enabled", "budget_tokens": 2048}, "max_tokens": 10240`, nil},
		{"within the user's limit", chat.Model{ID: "claude-sonnet-4-6", OutputLimit: 64000}, chat.Options{Effort: "low", MaxTokens: 2000}, `"thinking": {"type": "enabled", "budget_tokens": 1499}, "max_tokens": 2000`, nil},
		{"where there is room", chat.Model{ID: "claude-sonnet-4-6", OutputLimit: 64000}, chat.Options{Effort: "low", MaxTokens: 1000}, `"max_tokens": 1000`, []string{"1000 tokens leave claude-sonnet-4-6 no room to think: effort left out"}},
		{"and can't have a temperature then", chat.Model{ID: "claude-sonnet-4-6"}, chat.Options{Effort: "low", Temperature: new(0.0), MaxTokens: 4000}, `"thinking": {"type": "enabled", "budget_tokens": 2048}, "max_tokens": 4000`, []string{"claude-sonnet-4-6 takes no temperature while it thinks: left out"}},
		{"a newer Claude is left to itself", chat.Model{ID: "claude-opus-4-7"}, chat.Options{Effort: "low", Temperature: new(0.0)}, `"x": 0`, []string{"claude-opus-4-7 takes no effort over mlflow: left out", "claude-opus-4-7 takes no temperature: left out"}},
		{"a Gemini too", chat.Model{ID: "gemini-2-5-flash", BudgetMax: 100}, chat.Options{Effort: "low"}, usage + `"x": 0`, []string{"gemini-2-5-flash takes no effort over mlflow: left out"}},
		{"no answer is longer than the model's limit", chat.Model{ID: "llama-4-maverick", OutputLimit: 8192}, chat.Options{MaxTokens: 9000}, usage + `"max_tokens": 8192`, []string{"llama-4-maverick answers with 8192 tokens at most: asked for these, not for 9000"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			r := chat.Request{Model: c.model, Options: c.opts, Messages: []chat.Message{turnOf(chat.User, chat.Text{Text: "Hi"})}}
			more := c.more
			if i := len(more) - len(`"x": 0`); i >= 0 && more[i:] == `"x": 0` {
				more = more[:i] // nothing more
			} else {
				more += ", "
			}
			wantSent(t, mlflow{}, r, mlflowRoute, `{"model": "`+c.model.ID+`", "stream": true, `+more+`"messages": [{"role": "user", "content": "Hi"}]}`, c.notice...)
		})
	}
}

func TestMLflowCanDoWithoutWhatWeAdd(t *testing.T) {
	d := mlflow{}
	_, doc, _ := d.encode(chat.Request{Model: chat.Model{ID: "m"}})
	got, err := marshal(doc, d.additions())
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"model":"m","stream":true,"messages":null}`; !sameJSON(string(got), want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// chunk is a chat.completion chunk with the delta, and what stands beside it.
func chunk(delta, beside string) string {
	return `{"id":"c1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":` + delta + `,"finish_reason":null` + beside + `}]}`
}

const mlflowStopped = `{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}`

func TestClaudeThinksOverMLflow(t *testing.T) {
	m, err := assemble(mlflow{}.decoder(),
		chunk(`{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Let me","signature":""}]}]}`, ""),
		chunk(`{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":" see.","signature":""}]}]}`, ""),
		chunk(`{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"","signature":"seal"}]}]}`, ""),
		chunk(`{"content":[{"type":"reasoning","summary":[{"type":"summary_encrypted_text","data":"dark"}]}]}`, ""),
		chunk(`{"role":"assistant","content":"Hel"}`, ""),
		chunk(`{"role":"assistant","content":"lo"}`, ""),
		chunk(`{"role":"assistant","content":"\n!"}`, ""),
		mlflowStopped, "[DONE]")
	if err != nil {
		t.Fatal(err)
	}
	wantParts(t, m,
		chat.Reasoning{Text: "Let me see.", Signature: "seal"},
		chat.Opaque{Kind: "summary_encrypted_text", Data: []byte(`{"type":"summary_encrypted_text","data":"dark"}`)},
		chat.Text{Text: "Hello\n!"})
	wantStop(t, m, chat.Stop{Reason: chat.StopEnd, Raw: "stop"})
}

func TestContentComesInManyShapes(t *testing.T) {
	for _, c := range []struct {
		says, delta string
		want        []chat.Part
	}{
		{"an array with text", `{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}`, []chat.Part{chat.Text{Text: "ab"}}},
		{"an array with strings", `{"content":["a","b"]}`, []chat.Part{chat.Text{Text: "ab"}}},
		{"an array with text of no type", `{"content":[{"text":"a"}]}`, []chat.Part{chat.Text{Text: "a"}}},
		{"one part", `{"content":{"type":"text","text":"a"}}`, []chat.Part{chat.Text{Text: "a"}}},
		{"Mistral's thinking", `{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}`, []chat.Part{chat.Reasoning{Text: "ab"}}},
		{"a raw chain of thought", `{"content":[{"type":"reasoning","content":[{"type":"reasoning_text","text":"a"}]},{"type":"reasoning","text":"b"}]}`, []chat.Part{chat.Reasoning{Text: "ab"}}},
		{"reasoning said three times", `{"reasoning_content":"a","reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a"}]}`, []chat.Part{chat.Reasoning{Text: "a"}}},
		{"reasoning in its details alone", `{"reasoning_details":[{"type":"reasoning.summary","summary":"a"},{"type":"reasoning.text","text":"b"}]}`, []chat.Part{chat.Reasoning{Text: "ab"}}},
		{"encrypted reasoning", `{"reasoning_details":[{"type":"reasoning.encrypted","data":"x","index":0}]}`, []chat.Part{chat.Opaque{Kind: "reasoning.encrypted", Data: []byte(`{"type":"reasoning.encrypted","data":"x","index":0}`)}}},
		{"a part nobody knows", `{"content":[{"type":"hologram","w":1}]}`, []chat.Part{chat.Opaque{Kind: "hologram", Data: []byte(`{"type":"hologram","w":1}`)}}},
		{"an image", `{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,cG5n"}}]}`, []chat.Part{chat.File{Name: "image-1.png", MIME: "image/png", Data: []byte("png")}}},
		{"an image beside", `{"content":"","images":[{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,cG5n"}}]}`, []chat.Part{chat.File{Name: "image-1.jpg", MIME: "image/jpeg", Data: []byte("png")}}},
		{"an image as a plain string", `{"content":[{"type":"image_url","image_url":"data:image/png;base64,cG5n"}]}`, []chat.Part{chat.File{Name: "image-1.png", MIME: "image/png", Data: []byte("png")}}},
		{"an image as Claude says it", `{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"cG5n"}}]}`, []chat.Part{chat.File{Name: "image-1.png", MIME: "image/png", Data: []byte("png")}}},
		{"an image elsewhere", `{"content":[{"type":"image_url","image_url":{"url":"https://example.com"}}]}`, []chat.Part{chat.Opaque{Kind: "image_url", Data: []byte(`{"type":"image_url","image_url":{"url":"https://example.com"}}`)}}},
		{"shapes that are wrong", `{"role":7,"content":7,"tool_calls":"none","refusal":{},"reasoning":[]}`, nil},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(mlflow{}.decoder(), chunk(c.delta, ""), mlflowStopped)
			if err != nil {
				t.Fatal(err)
			}
			wantParts(t, m, c.want...)
			wantStop(t, m, chat.Stop{Reason: chat.StopEnd, Raw: "stop"})
		})
	}
}

func TestToolCallsFindTheirPieces(t *testing.T) {
	call := func(id, arguments string) chat.ToolCall {
		return chat.ToolCall{ID: id, Name: "look", Arguments: arguments}
	}
	for _, c := range []struct {
		says   string
		deltas []string // of tool_calls
		want   []chat.Part
	}{
		{"by their index, which may start at 1", []string{
			`{"index":1,"id":"a","function":{"name":"look","arguments":"{\"n\":"}},{"index":2,"id":"b","function":{"name":"look","arguments":""}}`,
			`{"index":2,"function":{"arguments":"{}"}},{"index":1,"function":{"arguments":"1}"}}`,
		}, []chat.Part{call("a", `{"n":1}`), call("b", "{}")}},
		{"in the order of their index", []string{
			`{"index":1,"id":"b","function":{"name":"look","arguments":"{}"}}`,
			`{"index":0,"id":"a","function":{"name":"look","arguments":"{}"}}`,
		}, []chat.Part{call("a", "{}"), call("b", "{}")}},
		{"by their id when all have one index", []string{
			`{"index":0,"id":"a","function":{"name":"look","arguments":"{\"n\""}}`,
			`{"index":0,"function":{"arguments":":1}"}}`,
			`{"index":0,"id":"b","function":{"name":"look","arguments":"{}"}}`,
		}, []chat.Part{call("a", `{"n":1}`), call("b", "{}")}},
		{"without an index, too", []string{
			`{"id":"a","function":{"name":"look","arguments":"{\"n\""}}`,
			`{"id":"b","function":{"name":"look"}}`,
			`{"id":"a","function":{"arguments":":1}"}}`,
			`{"function":{"arguments":"{}"}}`,
		}, []chat.Part{call("a", `{"n":1}`), call("b", "{}")}},
		{"under ids made up for each", []string{
			`{"index":0,"id":"a","function":{"name":"look","arguments":"{\"n\""}}`,
			`{"index":0,"id":"x","function":{"arguments":":1}"}}`,
		}, []chat.Part{call("a", `{"n":1}`)}},
		{"with names and ids said again, or empty", []string{
			`{"index":0,"id":"a","type":"function","function":{"name":"look","arguments":null}}`,
			`{"index":0,"id":"a","function":{"name":"look","arguments":"{"}}`,
			`{"index":0,"id":"","function":{"name":"","arguments":"}"}}`,
			`{"index":0}`,
		}, []chat.Part{call("a", "{}")}},
		{"with arguments that are an object", []string{
			`{"index":0,"id":"a","function":{"name":"look","arguments":{"n":1}}}`,
		}, []chat.Part{call("a", `{"n":1}`)}},
		{"with a seal of either form", []string{
			`{"index":0,"id":"a","function":{"name":"look","arguments":"{}"},"thoughtSignature":"s"}`,
			`{"index":1,"id":"b","function":{"name":"look","arguments":"{}"},"extra_content":{"google":{"thought_signature":"g"}}}`,
		}, []chat.Part{
			chat.ToolCall{ID: "a", Name: "look", Arguments: "{}", Signature: "s"},
			chat.ToolCall{ID: "b", Name: "look", Arguments: "{}", Signature: `{"google":{"thought_signature":"g"}}`},
		}},
		{"and get an id if they have none", []string{`{"index":0,"function":{"name":"look","arguments":"{}"}}`}, []chat.Part{call("call_1", "{}")}},
	} {
		t.Run(c.says, func(t *testing.T) {
			var frames []string
			for _, delta := range c.deltas {
				frames = append(frames, chunk(`{"content":null,"tool_calls":[`+delta+`]}`, ""))
			}
			m, err := assemble(mlflow{}.decoder(), append(frames, mlflowStopped, "[DONE]")...)
			if err != nil {
				t.Fatal(err)
			}
			wantParts(t, m, c.want...)
			wantStop(t, m, chat.Stop{Reason: chat.StopToolCalls, Raw: "stop"})
		})
	}
}

// A call without a name and without arguments calls nothing: some servers begin one
// and think better of it.
func TestACallOfNothingIsNone(t *testing.T) {
	for delta, want := range map[string][]chat.Part{
		`{"index":0,"id":"a"}`: nil,
		`{"index":0,"id":"a","function":{"name":"","arguments":""}}`: nil,
		`{"index":0,"id":"a","function":{"name":"look"}}`:            {chat.ToolCall{ID: "a", Name: "look"}},
		`{"index":0,"id":"a","function":{"arguments":"{}"}}`:         {chat.ToolCall{ID: "a", Arguments: "{}"}},
	} {
		m, err := assemble(mlflow{}.decoder(), chunk(`{"content":"Fine.","tool_calls":[`+delta+`]}`, ""), mlflowStopped, "[DONE]")
		if err != nil {
			t.Fatal(err)
		}
		wantParts(t, m, append([]chat.Part{chat.Text{Text: "Fine."}}, want...)...)
		if calls := m.Stop.Reason == chat.StopToolCalls; calls != (want != nil) {
			t.Errorf("%s: it stopped for %s", delta, m.Stop.Reason)
		}
	}
}

func TestACallCutOffIsDroppedUnlessItIsWhole(t *testing.T) {
	calls := `{"tool_calls":[{"index":0,"id":"a","function":{"name":"look","arguments":"{}"}},{"index":1,"id":"b","function":{"name":"look","arguments":"{\"n\":"}}]}`
	whole := chat.ToolCall{ID: "a", Name: "look", Arguments: "{}"}
	m, _ := assemble(mlflow{}.decoder(), chunk(calls, ""))
	wantParts(t, m, whole)
	wantStop(t, m, chat.Stop{Reason: chat.StopIncomplete})

	m, _ = assemble(mlflow{}.decoder(), chunk(calls, ""), `{"choices":[{"delta":{},"finish_reason":"length"}]}`)
	wantParts(t, m, whole, chat.ToolCall{ID: "b", Name: "look", Arguments: `{"n":`})
	wantStop(t, m, chat.Stop{Reason: chat.StopLength, Raw: "length"})
}

func TestHowMLflowStops(t *testing.T) {
	for _, c := range []struct {
		says   string
		frames []string
		want   chat.Stop
	}{
		{"eos is an end", []string{`{"choices":[{"finish_reason":"eos"}]}`}, chat.Stop{Reason: chat.StopEnd, Raw: "eos"}},
		{"[DONE] is an end", []string{"[DONE]"}, chat.Stop{Reason: chat.StopEnd}},
		{"silence is none", nil, chat.Stop{Reason: chat.StopIncomplete}},
		{"a filter", []string{`{"choices":[{"finish_reason":"content_filter"}]}`}, chat.Stop{Reason: chat.StopContentFilter, Raw: "content_filter"}},
		{"a refusal", []string{chunk(`{"refusal":"I "}`, ""), chunk(`{"refusal":"won't."}`, ""), mlflowStopped}, chat.Stop{Reason: chat.StopRefusal, Raw: "stop", Detail: "I won't."}},
		{"a refusal among the parts", []string{chunk(`{"content":[{"type":"refusal","refusal":"No."}]}`, ""), mlflowStopped}, chat.Stop{Reason: chat.StopRefusal, Raw: "stop", Detail: "No."}},
		{"no tokens left", []string{`{"choices":[{"finish_reason":"max_tokens"}]}`}, chat.Stop{Reason: chat.StopLength, Raw: "max_tokens"}},
		{"a refusal without a word", []string{`{"choices":[{"finish_reason":"refusal"}]}`}, chat.Stop{Reason: chat.StopRefusal, Raw: "refusal"}},
		{"an error without a word", []string{`{"choices":[{"finish_reason":"error"}]}`}, chat.Stop{Reason: chat.StopError, Raw: "error"}},
		{"a word of its own", []string{`{"choices":[{"finish_reason":"bored"}]}`}, chat.Stop{Reason: chat.StopOther, Raw: "bored"}},
		{"another choice's end is not ours", []string{`{"choices":[{"index":1,"delta":{"content":"x"},"finish_reason":"stop"}]}`}, chat.Stop{Reason: chat.StopIncomplete}},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(mlflow{}.decoder(), c.frames...)
			if err != nil {
				t.Fatal(err)
			}
			wantParts(t, m)
			wantStop(t, m, c.want)
		})
	}
}

func TestMLflowCounts(t *testing.T) {
	for _, c := range []struct {
		says, usage string
		want        *chat.Usage
	}{
		{"OpenAI's way", `{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":3}}`,
			&chat.Usage{Input: 10, CachedInput: 4, Output: 5, Reasoning: 3}},
		{"Databricks' way, cache included", `{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"cache_read_input_tokens":3,"cache_creation_input_tokens":4,"prompt_tokens_details":null}`,
			&chat.Usage{Input: 10, CachedInput: 3, CacheWrite: 4, Output: 5}},
		{"cache beside the prompt", `{"prompt_tokens":2,"completion_tokens":5,"cache_read_input_tokens":30,"cache_creation_input_tokens":40}`,
			&chat.Usage{Input: 72, CachedInput: 30, CacheWrite: 40, Output: 5}},
		{"reasoning beside the completion", `{"prompt_tokens":288,"completion_tokens":27,"total_tokens":628,"completion_tokens_details":{"reasoning_tokens":313}}`,
			&chat.Usage{Input: 288, Output: 340, Reasoning: 313}},
		{"reasoning that the totals don't know of", `{"prompt_tokens":28,"completion_tokens":9,"total_tokens":37,"completion_tokens_details":{"reasoning_tokens":61}}`,
			&chat.Usage{Input: 28, Output: 9, Reasoning: 61}},
		{"nothing yet", `{"prompt_tokens":10,"completion_tokens":null,"total_tokens":null}`, nil},
		{"null", `null`, nil},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(mlflow{}.decoder(), `{"choices":[],"usage":`+c.usage+`}`, mlflowStopped)
			if err != nil {
				t.Fatal(err)
			}
			if (m.Usage == nil) != (c.want == nil) || m.Usage != nil && *m.Usage != *c.want {
				t.Errorf("got %+v, want %+v", m.Usage, c.want)
			}
		})
	}
}

func TestMLflowFailsHalfway(t *testing.T) {
	for _, c := range []struct{ says, data, message, code string }{
		{"the chunk has an error", `{"choices":[{"index":0,"delta":{"content":"!"},"finish_reason":null}],"error":{"code":400,"message":"Token limit reached"}}`, "Token limit reached", "400"},
		{"the choice has one", `{"choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"error","error":{"code":502,"message":"Lost"}}]}`, "Lost", "502"},
		{"Databricks speaks", `{"choices":[{"delta":{"content":"!"}}],"error_code":"INTERNAL_ERROR","message":"Broken"}`, "Broken", "INTERNAL_ERROR"},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(mlflow{}.decoder(), chunk(`{"content":"Well"}`, ""), c.data)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Message != c.message || e.Code != c.code {
				t.Errorf("got %#v, want %q of code %q", err, c.message, c.code)
			}
			wantParts(t, m, chat.Text{Text: "Well!"})
			if m.Stop.Reason != chat.StopError {
				t.Errorf("stop: got %+v", m.Stop)
			}
		})
	}
}

func TestAnEventCalledErrorIsOne(t *testing.T) {
	for data, want := range map[string]string{
		`{"message":"Overloaded"}`: "Overloaded",
		`{"oops":1}`:               `{"oops":1}`,
	} {
		_, err := (&mlflowDecoder{}).decode(frame{name: "error", data: data})
		if e, ok := errors.AsType[*Error](err); !ok || e.Message != want {
			t.Errorf("%s: got %#v", data, err)
		}
	}
}

func TestNoiseDoesntStopMLflow(t *testing.T) {
	d := mlflow{}.decoder()
	for _, noise := range []string{`{"choices":[{"delta":{"content":"cut`, "hello", ""} {
		if _, err := d.decode(frame{data: noise}); !errors.Is(err, errGarbage) {
			t.Errorf("%q: got %v, want garbage", noise, err)
		}
	}
	m, err := assemble(d,
		`{"type":"ping"}`, `[]`, `7`, `null`, `{"choices":null}`, `{"choices":[null]}`, `{"choices":{"a":1}}`, `{"choices":[],"id":"","model":""}`,
		chunk(`{"content":"Hi"}`, ""), "[DONE]")
	if err != nil {
		t.Fatal(err)
	}
	wantParts(t, m, chat.Text{Text: "Hi"})
}

func TestMLflowSaysWhoAnswersFirstAndOnce(t *testing.T) {
	d := mlflow{}.decoder()
	var got []chat.Event
	for _, data := range []string{`{"choices":[],"id":"","model":""}`, chunk(`{"content":""}`, ""), chunk(`{"content":"Hi"}`, "")} {
		events, err := d.decode(frame{data: data})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, events...)
	}
	want := []chat.Event{chat.Started{Model: "m", ID: "c1"}, chat.TextDelta{Text: "Hi"}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMLflowAnswersInOneBody(t *testing.T) {
	d := mlflow{}.decoder()
	events, err := d.whole([]byte(`{"id":"c1","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
		"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},{"type":"text","text":"Hi"}]}}],
		"usage":{"prompt_tokens":1,"completion_tokens":2}}`))
	if err != nil {
		t.Fatal(err)
	}
	var a chat.Accumulator
	for _, e := range events {
		a.Add(e)
	}
	for _, e := range d.finish() {
		a.Add(e)
	}
	wantParts(t, a.Message(), chat.Reasoning{Text: "hm"}, chat.Text{Text: "Hi"})
	wantStop(t, a.Message(), chat.Stop{Reason: chat.StopEnd, Raw: "stop"})

	if _, err := (mlflow{}).decoder().whole([]byte(`{"hello":"world"}`)); !errors.Is(err, errGarbage) {
		t.Errorf("something that is no answer: got %v", err)
	}
}

// FuzzMLflowDelta holds the quick way of reading a delta against the JSON
// decoder: whatever came first, they must agree on the frame that follows.
func FuzzMLflowDelta(f *testing.F) {
	f.Add(`{"choices":[{"delta":{"content":"`, "a", "b", `"}}]}`)
	f.Add(`{"id":"x","choices":[{"index":0,"delta":{"role":"assistant","content":"`, "a", `a\n\"b\"\\`, `"},"finish_reason":null}],"usage":null}`)
	f.Add(`{"choices":[{"delta":{"content":[{"type":"text","text":"`, "a", "ü", `"}]}}]}`)
	f.Add(`{"choices":[{"delta":{"content":"`, "a", "b", `","tool_calls":[{"index":0,"function":{"name":"f","arguments":"{"}}]}}]}`)
	f.Add(`{"choices":[{"delta":{"content":"`, "a", `a"},"finish_reason":"stop`, `"}}]}`)
	f.Add(`{"choices":[{"delta":{"content":"`, "a", `b`, `","Content":"a"}}]}`)
	f.Add(`{"choices":[{"delta":{"x\"content":"`, "a", `b`, `","content" :"a"}}]}`)
	f.Add(`{"choices":[{"delta":{"content":[{"text":"`, "a", `b`, `","Text" :"a"}]}}]}`)
	f.Add(`{"choices": [{"delta": {"content": "`, "a", `b`, `"}}]}`)
	f.Add(`{"choices":[{"delta":{"content":[{"type":"text","text":"`, "a", `b`, `"},"text"]}}]}`)
	f.Add(`{"choices":[{"delta":{"refusal":"no","content":"`, "a", `b`, `"},"finish_reason":"stop"}]}`)
	f.Add(`{"choices":[{"delta":{"content":[{"type":"text","text":"`, "a", `b`, `"},{"type":"refusal","refusal":"no"}]}}]}`)
	f.Add(`{"choices":[{"delta":{"content":"`, "a", "\xff", `"}}]}`)
	f.Add(`{"choices":[{"delta":{"content":"`, "a", `\ud83d\ude00`, `"}}]}`)
	f.Fuzz(func(t *testing.T, before, one, other, after string) {
		quick, slow := &mlflowDecoder{}, &mlflowDecoder{}
		for _, d := range []*mlflowDecoder{quick, slow} {
			d.decode(frame{data: before + one + after})
		}
		slow.template = template{}
		sameAnswer(t, quick, slow, before+other+after)
	})
}
