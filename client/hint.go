package client

import (
	"strings"
	"time"
)

// hint says what the user can do about an error, "" when there is nothing but to
// read it. The rows are those of the gateway's troubleshooting page.
func hint(e *Error) string {
	for _, row := range hints {
		if row.status != 0 && row.status != e.Status {
			continue
		}
		if strings.Contains(strings.ToLower(e.Message+" "+e.Code), row.says) {
			if row.when == nil || row.when(e) {
				return strings.ReplaceAll(row.hint, "{wait}", wait(e))
			}
		}
	}
	return ""
}

var hints = []struct {
	status int    // 0: any
	says   string // lower case, within the message or the code; "" for any
	when   func(*Error) bool
	hint   string
}{
	{401, "", nil, "the token is missing, cut or revoked: 'neon env pull' writes a fresh one, or make a credential in the Neon Console"},
	{403, "not authorized for ai gateway", nil, "the credential lacks the scope ai_gateway:invoke; scopes can't be added later, so make a new credential"},
	{403, "not authorized for this branch", nil, "the credential was made on a branch that is no ancestor of this one: run 'neon env pull' on this branch"},
	{0, "could not resolve workspace", nil, "the host or its region is wrong: copy it from the branch's AI Gateway page in the Neon Console (the gateway is in us-east-2, us-east-1, eu-central-1 and ap-southeast-1, on paid plans)"},
	{403, "rate limit of 0", nil, "the model is switched off for this workspace: " + unlock},
	{0, "", (*Error).RefusesAccess, "the model is locked here: " + unlock},
	{403, "", nil, "the credential is not allowed to do this: see the branch's AI Gateway page in the Neon Console"},
	{400, "unknown model", nil, "'neonchat models' lists what there is"},
	{400, "invalid model", nil, "'neonchat models' lists what there is"},
	{400, "is not available on the", nil, "the model speaks another dialect: leave out --dialect, or choose another one"},
	{404, "gemini", nil, "this deployment doesn't speak Gemini's own dialect: use --dialect mlflow"},
	{413, "", nil, "the gateway takes at most 32 MiB: send fewer or smaller files"},
	{429, "credit", nil, "the prepaid credits are used up: an admin of the organization adds some in the Neon Console, under Billing"},
	{402, "", nil, "the prepaid credits are used up: an admin of the organization adds some in the Neon Console, under Billing"},
	{429, "daily", lifts, "the account's daily cap is reached (20 USD by default): it lifts {wait}"},
	{429, "daily", nil, "the account's daily cap is reached (20 USD by default), and waiting won't lift it before it resets: buy credits in the Neon Console, under Billing, or ask support for a higher one"},
	{429, "per-minute", lifts, "the tokens of this minute are used up (200,000 by default): the limit lifts {wait}; wait, or use another model"},
	{429, "per-minute", nil, "the tokens of this minute are used up (200,000 by default), and waiting won't lift it by itself: see the branch's AI Gateway page in the Neon Console, or ask support for a higher limit"},
	{429, "", lifts, "the limit lifts {wait}: wait, or use another model"},
	{429, "token limit", nil, "waiting won't lift this limit: see Billing and the branch's AI Gateway page in the Neon Console"},
	{429, "request_limit_exceeded", nil, "waiting won't lift this limit: see Billing and the branch's AI Gateway page in the Neon Console"},
	{429, "", dated, "the limit lifts {wait}: use another model"},
	{429, "", nil, "wait a minute and try again, or use another model"},
	{529, "", nil, "the vendor is overloaded: try again in a moment, or use another model"},
	{0, "overloaded", nil, "the vendor is overloaded: try again in a moment, or use another model"},
	{502, "", nil, "the vendor behind the gateway failed: try again, and see neonstatus.com if it lasts"},
	{503, "", nil, "try again in a moment, and see neonstatus.com if it lasts"},
	{504, "", nil, "the vendor took too long: try again, or ask for less"},
	{500, "", nil, "try again, and see neonstatus.com if it lasts"},
	{404, "", nil, "the address is no gateway: compare NEON_AI_GATEWAY_BASE_URL with the branch's AI Gateway page in the Neon Console"},
}

// unlock is what gives access to a model.
const unlock = "prepaid credits unlock models (Neon Console, under Billing); 'neonchat models' lists what this branch serves"

func lifts(e *Error) bool { return e.RetryAfter != nil && *e.RetryAfter < 24*time.Hour }

// dated is a limit of which it is known when it lifts, however late.
func dated(e *Error) bool { return e.RetryAfter != nil }

func wait(e *Error) string {
	if e.RetryAfter == nil || *e.RetryAfter < time.Second {
		return "at once"
	}
	return "in " + e.RetryAfter.Round(time.Second).String()
}
