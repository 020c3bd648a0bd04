package archive

import (
	"encoding/json"
	"testing"

	"neonchat/chat"
)

func TestMessagesOfTheAISDK(t *testing.T) {
	got, err := json.MarshalIndent(ModelMessages(aSession().Path()), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "ai-sdk.json", string(got)+"\n")
	none, _ := json.Marshal(ModelMessages([]chat.Message{}))
	same(t, "of nothing", string(none), "[]")
}
