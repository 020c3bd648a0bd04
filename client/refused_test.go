package client

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

func TestARefusedModelIsToldFromARefusedQuestion(t *testing.T) {
	for _, row := range []struct {
		status        int
		body          string
		model, access bool
	}{
		{400, `{"error":{"message":"unknown model \"x\""}}`, true, false},
		{400, `{"error":{"message":"model \"x\" is not available on the chat_completions endpoint"}}`, true, false},
		{403, `{"error_code":"PERMISSION_DENIED","message":"The endpoint is temporarily disabled due to a Databricks-set rate limit of 0"}`, true, true},
		{403, `{"error_code":"PERMISSION_DENIED","message":"model \"x\" is locked: it requires a paid plan with prepaid credits"}`, true, true},
		{403, `{"error":{"message":"this project does not have access to model x"}}`, true, true},
		{404, `{"error_code":"ENDPOINT_NOT_FOUND","message":"nothing is there"}`, true, false},
		{404, `{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Endpoint databricks-x does not exist"}`, true, false},
		{404, `{"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}}`, true, false},
		{404, "{\"error\":{\"message\":\"The model `x` does not exist or you do not have access to it.\",\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}", true, true},
		{404, `[{"error":{"code":404,"message":"models/x is not found for API version v1beta","status":"NOT_FOUND"}}]`, true, false},
		{400, `{"error_code":"BAD_REQUEST","message":"{\"error\":{\"message\":\"The model x has been retired\"}}"}`, true, false},

		{404, `{"error":{"message":"model \"x\" not found"}}`, true, false},
		{404, `{"error":{"message":"The requested model does not exist"}}`, true, false},
		{400, `{"error":{"message":"unsupported model: x"}}`, true, false},
		{400, `{"error":{"message":"The model x is not supported."}}`, true, false},
		{400, `{"error":{"message":"The provided model identifier is invalid."}}`, true, false},
		{400, `{"error":{"message":"model \"x\" is not served on this branch"}}`, true, false},
		{400, `{"error":{"message":"Model databricks-x:1 isn't available in this region"}}`, true, false},
		{403, `{"error":{"message":"this model is currently unavailable"}}`, true, false},
		{410, `{"error":{"message":"model x was discontinued"}}`, true, false},
		{403, `{"error":{"message":"model x is switched off for this project"}}`, true, true},
		{403, `{"error":{"message":"model \"x\" requires prepaid credits"}}`, true, true},
		{403, `{"error":{"message":"This model is not available on your plan"}}`, true, true},
		{403, `{"error":{"message":"Access to model x is denied"}}`, true, true},
		{403, `{"error":{"message":"access denied to the model x"}}`, true, true},
		{403, `{"error":{"message":"model access is not granted"}}`, true, true},
		{403, `{"error":{"message":"Your organization must be verified to use the model x"}}`, true, true},

		{400, `{"error_code":"BAD_REQUEST","message":"Unsupported parameter: 'temperature' is not supported with this model."}`, false, false},
		{400, `{"error":{"message":"missing or invalid model"}}`, false, false},
		{400, `{"error":{"message":"web search is not available for this model"}}`, false, false},
		{400, `{"error":{"message":"image input for model x is not supported"}}`, false, false},
		{400, `{"error":{"message":"function calling with the model x is not available"}}`, false, false},
		{400, `{"error":{"message":"This model is not supported when using tools"}}`, false, false},
		{400, `{"error":{"message":"this model does not support image input"}}`, false, false},
		{503, `{"error":{"message":"model x is temporarily unavailable"}}`, false, false},
		{401, `{"error":{"message":"invalid or missing credential"}}`, false, false},
		{403, `{"error":{"message":"credential not authorized for ai gateway"}}`, false, false},
		{403, `{"error":{"message":"credential not authorized for this branch"}}`, false, false},
		{404, "404 page not found", false, false},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"per-minute token limit exceeded for model \"x\""}`, false, false},
		{429, `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"ai gateway credit balance depleted"}`, false, false},
	} {
		e := responseError(&http.Response{StatusCode: row.status, Header: http.Header{}}, []byte(row.body), time.Time{})
		if e.RefusesModel() != row.model || e.RefusesAccess() != row.access {
			t.Errorf("%v: refuses the model %t, access %t; want %t, %t", e, e.RefusesModel(), e.RefusesAccess(), row.model, row.access)
		}
	}
}

func TestALimitThatIsNearlyReachedIsSaid(t *testing.T) {
	for _, row := range []struct {
		left    string
		limits  []Limit
		notices []string
	}{
		{"9500", []Limit{{"tokens", 9500, 200000}}, []string{"only 9,500 of 200,000 tokens are left before the gateway's limit"}},
		{"20000", []Limit{{"tokens", 20000, 200000}}, nil},
		{"-1", nil, nil},
		{"many", nil, nil},
	} {
		head := "X-Ratelimit-Limit-Tokens: 200000\nX-Ratelimit-Remaining-Tokens: " + row.left
		c := replying(t, reply{header: head, body: saying(chat.MLflow, "hi")}).client()
		answer, err := ask(t, c, llama)
		wantAnswer(t, answer, err, "hi", row.notices...)
		if got := c.Limits(); !slices.Equal(got, row.limits) {
			t.Errorf("%s are left: kept %v", row.left, got)
		}
	}
}

// A question may be too long to take, an answer too long to end: neither has
// anything to do with a limit that somebody set.
func TestAContextThatIsFullIsKnownByItsWords(t *testing.T) {
	for says, c := range map[string]struct {
		e    Error
		want bool
	}{
		"Claude":              {Error{Status: 400, Message: "prompt is too long: 214000 tokens > 200000 maximum"}, true},
		"GPT":                 {Error{Status: 400, Code: "context_length_exceeded", Message: "Your input exceeds the context window of this model."}, true},
		"Chat Completions":    {Error{Status: 400, Message: "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens"}, true},
		"Gemini":              {Error{Status: 400, Message: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."}, true},
		"within a stream":     {Error{Code: "context_length_exceeded", Message: "too much"}, true},
		"Bedrock":             {Error{Status: 400, Message: "Input is too long for requested model."}, true},
		"a minute's tokens":   {Error{Status: 429, Message: "ai gateway per-minute token limit exceeded for model x"}, false},
		"a limit of ours":     {Error{Status: 400, Message: "max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens"}, false},
		"a vendor that fails": {Error{Status: 502, Message: "prompt is too long"}, false},
	} {
		if got := c.e.ExceedsContext(); got != c.want {
			t.Errorf("%s: %q: got %v", says, c.e.Message, got)
		}
	}
	for dialect, body := range map[string]string{
		chat.Anthropic: `data: {"type":"message_start","message":{"id":"m"}}` + "\n\n" + `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}` + "\n\n" +
			`data: {"type":"message_delta","delta":{"stop_reason":"model_context_window_exceeded"}}` + "\n\n",
		chat.MLflow: `data: {"choices":[{"delta":{"content":"a"},"finish_reason":"model_length"}]}` + "\n\n",
		chat.OpenAI: `data: {"type":"response.output_text.delta","delta":"a"}` + "\n\n" +
			`data: {"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"context_length_exceeded"}}}` + "\n\n",
	} {
		a, err := receive(dialect, func() io.Reader { return strings.NewReader(body) })
		if err != nil || a.Stop.Reason != chat.StopLength || !a.Stop.ContextFull() {
			t.Errorf("over %s: it stopped for %+v, %v", dialect, a.Stop, err)
		}
	}
}
