package answer

import (
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/client"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
)

// When the conversation fills the context window, a higher answer limit doesn't help:
// only a shorter prompt or a model with a larger window does.
func TestAFullContextAdvisesARoomierModel(t *testing.T) {
	p := program.New()
	p.Settings.Demo = true
	m := backend.NewModels(p)
	full := chat.Answer{Message: chat.Message{
		Origin: chat.Origin{Dialect: chat.Anthropic, Model: "claude-haiku-4-5"},
		Stop:   chat.Stop{Reason: chat.StopLength, Raw: "model_context_window_exceeded"},
	}}
	tooLong := &client.Error{Status: 400, Message: "prompt is too long: 214000 tokens > 200000 maximum", Hint: "of another kind"}
	for says, err := range map[string]error{
		"the answer fills it":           Verdict(m, full, nil, chat.Options{MaxTokens: 64000}, 0),
		"the question is more than it":  Verdict(m, chat.Answer{Message: chat.Message{Origin: full.Origin}}, tooLong, chat.Options{}, 0),
		"without a limit on the answer": Verdict(m, full, nil, chat.Options{}, 0),
	} {
		h := program.HintOf(err)
		if !strings.Contains(h, "a model that holds more: claude-") || strings.Contains(h, "max-tokens") || strings.Contains(h, "claude-haiku-4-5,") {
			t.Errorf("%s: %v has the hint %q", says, err, h)
		}
	}
	cut := full
	cut.Stop.Raw = "max_tokens"
	if h := program.HintOf(Verdict(m, cut, nil, chat.Options{MaxTokens: 100}, 0)); h != "raise --max-tokens; reasoning counts too" {
		t.Errorf("an answer that reached its own limit has the hint %q", h)
	}
	cut.Origin.Model, cut.Stop.Raw = "a-model-nobody-knows", "model_length"
	if h := program.HintOf(Verdict(m, cut, nil, chat.Options{}, 0)); h != "send less, or begin a new session" {
		t.Errorf("of a model that isn't known the hint is %q", h)
	}
}
