package client

import (
	"encoding/json"
	"strings"
	"testing"

	"neonchat/chat"
)

func TestAConversationGoesElsewhereInAnyDialect(t *testing.T) {
	image := chat.File{Name: "a.png", MIME: "image/png", Data: []byte("png")}
	call := chat.ToolCall{ID: "t1", Name: "look", Arguments: `{"at":1}`, Signature: "Z2VtaW5p"}
	older := answered(chat.Model{ID: "claude-opus-4-1", Dialect: chat.Anthropic}, chat.Reasoning{Text: "old", Signature: "b2xk"}, spoken("first"))
	newer := answered(claude, chat.Reasoning{Text: "why", Signature: "c2lnbmVk"}, chat.Opaque{Kind: anthropicRedacted, Data: json.RawMessage(`{"type":"redacted_thinking","data":"x"}`)}, spoken("second"))
	messages := []chat.Message{
		asks(image, spoken("what is this?")), older, asks(spoken("and?")), newer, asks(spoken("look")),
		answered(chat.Model{ID: "gemini-2-5-flash", Dialect: chat.Gemini}, call), asks(spoken("so?")),
	}
	for dialect, want := range map[string]string{
		chat.MLflow: `[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,cG5n"}},{"type":"text","text":"what is this?"}]},` +
			`{"role":"assistant","content":"first"},{"role":"user","content":"and?"},{"role":"assistant","content":"second"},{"role":"user","content":"look"},` +
			`{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"look","arguments":"{\"at\":1}"}}]},` +
			`{"role":"tool","content":"Error: cancelled","tool_call_id":"t1"},{"role":"user","content":"so?"}]`,
		chat.Anthropic: `[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"cG5n"}},{"type":"text","text":"what is this?"}]},` +
			`{"role":"assistant","content":[{"type":"text","text":"first"}]},{"role":"user","content":[{"type":"text","text":"and?"}]},` +
			`{"role":"assistant","content":[{"type":"thinking","thinking":"why","signature":"c2lnbmVk"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"second"}]},` +
			`{"role":"user","content":[{"type":"text","text":"look"}]},{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"look","input":{"at":1}}]},` +
			`{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"cancelled"}],"is_error":true},{"type":"text","text":"so?"}]}]`,
		chat.Gemini: `[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"cG5n"}},{"text":"what is this?"}]},` +
			`{"role":"model","parts":[{"text":"first"}]},{"role":"user","parts":[{"text":"and?"}]},{"role":"model","parts":[{"text":"second"}]},{"role":"user","parts":[{"text":"look"}]},` +
			`{"role":"model","parts":[{"functionCall":{"id":"t1","name":"look","args":{"at":1}},"thoughtSignature":"Z2VtaW5p"}]},` +
			`{"role":"user","parts":[{"functionResponse":{"id":"t1","name":"look","response":{"error":"cancelled"}}},{"text":"so?"}]}]`,
	} {
		got, err := Conversation(messages, dialect)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(got)
		if err != nil || string(data) != want {
			t.Errorf("%s:\n got %s, %v\nwant %s", dialect, data, err, want)
		}
	}
	for _, dialect := range chat.Dialects {
		none, err := Conversation(nil, dialect)
		if data, _ := json.Marshal(none); err != nil || string(data) != "[]" {
			t.Errorf("%s of nothing: %s, %v", dialect, data, err)
		}
	}
	if _, err := Conversation(messages, "latin"); err == nil {
		t.Error("there is no such dialect")
	}

	sent, _ := json.Marshal(Unsealed(messages))
	for _, seal := range []string{"c2lnbmVk", "b2xk", "redacted", "Z2VtaW5p"} {
		if strings.Contains(string(sent), seal) {
			t.Errorf("sealed: %s", sent)
		}
	}
	wantConverted(t, chat.Request{Messages: Unsealed(messages)}, Unsealed(messages))
}
