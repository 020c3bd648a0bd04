package answer

import (
	"encoding/json"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/config"
)

func TestAResultIsBilledForAllItsAttempts(t *testing.T) {
	usd := 0.5
	answer := chat.Answer{Message: chat.Message{Usage: &chat.Usage{Input: 3, Output: 5}, Cost: &usd}}
	written := func() string {
		got, err := json.Marshal(NewResult(&backend.Branch{Gateway: config.Gateway{}}, answer, nil))
		if err != nil {
			t.Fatal(err)
		}
		return string(got)
	}
	if got := written(); strings.Contains(got, "attempts") {
		t.Errorf("one attempt is written as %s", got)
	}
	answer.Earlier = []chat.Usage{{Input: 150_000, CachedInput: 7, Output: 1}, {Input: 150_000, Output: 1}}
	want := `"usage":{"input_tokens":300003,"cached_input_tokens":7,"cache_write_tokens":0,"output_tokens":7,"reasoning_tokens":0,"attempts":3},"cost_usd":0.5`
	if got := written(); !strings.Contains(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	answer.Usage, answer.Cost = nil, nil
	want = `"usage":{"input_tokens":300000,"cached_input_tokens":7,"cache_write_tokens":0,"output_tokens":2,"reasoning_tokens":0,"attempts":3},"cost_usd":null`
	if got := written(); !strings.Contains(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
