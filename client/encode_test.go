package client

import (
	"strings"
	"testing"

	"neonchat/chat"
)

// What is shown of a request is what is sent, less what vendors sealed.
func TestARequestIsShownAsItIsSent(t *testing.T) {
	r := chat.Request{
		Model: chat.Model{ID: "gpt-5-mini", Dialect: chat.OpenAI, Efforts: []string{"low"}},
		Messages: []chat.Message{
			{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "hi"}}},
			{Role: chat.Assistant, Origin: chat.Origin{Dialect: chat.OpenAI, Model: "gpt-5-mini"}, Parts: []chat.Part{
				chat.Opaque{Kind: "reasoning", Data: []byte(`{"type":"reasoning","encrypted_content":"sealed"}`)}, chat.Text{Text: "hello"},
			}},
			{Role: chat.User, Parts: []chat.Part{chat.Text{Text: "<again>"}}},
		},
	}
	e, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	if e.Route != "openai/v1/responses" || !strings.Contains(string(e.Body), `"text":"<again>"`) || strings.Contains(string(e.Body), "sealed") {
		t.Errorf("%s %s", e.Route, e.Body)
	}
	if len(e.Notices) != 1 || !strings.Contains(e.Notices[0], "1 sealed part") {
		t.Errorf("%q", e.Notices)
	}
	if len(e.Added) == 0 || e.Added[0][0] != "include" {
		t.Errorf("%q", e.Added)
	}
	r.Model.Dialect = "latin"
	if _, err := Encode(r); err == nil {
		t.Error("there is no such dialect")
	}
}
