package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"neonchat/chat"
)

const geminiRoute = "gemini/v1beta/models/gemini-2-5-flash:streamGenerateContent?alt=sse"

func TestGeminiGetsAConversationWithAllThatCanBeInIt(t *testing.T) {
	answer := turnOf(chat.Assistant,
		chat.Reasoning{Text: "I should look."},
		chat.Text{Text: "Let me "},
		chat.Text{Text: "look.", Signature: "s1"},
		chat.ToolCall{ID: "id1", Name: "look", Arguments: `{"at":"cat.png"}`, Signature: "s2"},
		chat.ToolCall{ID: "call_x_2", Name: "wait", Arguments: `{}`},
		chat.Opaque{Kind: "executableCode", Data: json.RawMessage(`{"executableCode":{"code":"1"}}`)},
		chat.Text{Signature: "s3"})
	answer.Origin = chat.Origin{Dialect: chat.Gemini, Model: "gemini-2-5-flash"}
	r := chat.Request{
		Model: chat.Model{ID: "gemini-2-5-flash"},
		Messages: []chat.Message{
			turnOf(chat.User,
				chat.File{Name: "cat.png", MIME: "image/png", Data: []byte("png")},
				chat.File{Name: "paper.pdf", MIME: "application/pdf", Data: []byte("pdf")},
				chat.File{Name: "notes.txt", MIME: "text/plain", Data: []byte("some notes")},
				chat.Text{Text: "What is this?"}),
			answer,
			turnOf(chat.User,
				chat.Text{Text: "Well?"},
				chat.ToolResult{ID: "id1", Name: "look", Text: "seen", Files: []chat.File{{MIME: "image/jpeg", Data: []byte("jpg")}}},
				chat.ToolResult{ID: "call_x_2", Name: "wait", Text: "no", IsError: true}),
		},
		Options: chat.Options{
			System: "Be brief.", MaxTokens: 1000,
			Tools: []chat.Tool{{Name: "look", Description: "looks", Schema: json.RawMessage(`{"$schema":"x","type":"object"}`)}},
		},
	}
	wantSent(t, gemini{}, r, geminiRoute, `{
		"systemInstruction": {"parts": [{"text": "Be brief."}]},
		"contents": [
			{"role": "user", "parts": [
				{"inlineData": {"mimeType": "image/png", "data": "cG5n"}},
				{"inlineData": {"mimeType": "application/pdf", "data": "cGRm"}},
				{"text": "<file name=\"notes.txt\">\nsome notes\n</file>"},
				{"text": "What is this?"}]},
			{"role": "model", "parts": [
				{"text": "Let me "},
				{"text": "look.", "thoughtSignature": "s1"},
				{"functionCall": {"id": "id1", "name": "look", "args": {"at": "cat.png"}}, "thoughtSignature": "s2"},
				{"functionCall": {"name": "wait", "args": {}}},
				{"executableCode": {"code": "1"}},
				{"text": "", "thoughtSignature": "s3"}]},
			{"role": "user", "parts": [
				{"functionResponse": {"id": "id1", "name": "look", "response": {"output": "seen"}}},
				{"functionResponse": {"name": "wait", "response": {"error": "no"}}},
				{"inlineData": {"mimeType": "image/jpeg", "data": "anBn"}},
				{"text": "Well?"}]}],
		"tools": [{"functionDeclarations": [{"name": "look", "description": "looks", "parametersJsonSchema": {"type": "object"}}]}],
		"generationConfig": {"maxOutputTokens": 1000}}`)
}

// Calls without an id of the vendor's are answered by their order alone.
func TestResultsForGeminiStandInTheOrderOfTheCalls(t *testing.T) {
	call := func(n, city string) chat.Part {
		return chat.ToolCall{ID: inventedID + n, Name: "weather", Arguments: `{"city":"` + city + `"}`}
	}
	result := func(n, text string) chat.Part {
		return chat.ToolResult{ID: inventedID + n, Name: "weather", Text: text}
	}
	for name, row := range map[string]struct {
		results     []chat.Part
		paris, rome string
	}{
		"all, the last first": {[]chat.Part{result("2", "rain"), result("1", "sun")}, `{"output": "sun"}`, `{"output": "rain"}`},
		"the second only":     {[]chat.Part{result("2", "rain")}, `{"error": "cancelled"}`, `{"output": "rain"}`},
		"none":                {nil, `{"error": "cancelled"}`, `{"error": "cancelled"}`},
	} {
		t.Run(name, func(t *testing.T) {
			r := chat.Request{Model: flash, Messages: []chat.Message{
				asks(spoken("q")), answered(flash, call("1", "Paris"), call("2", "Rome")), asks(append(row.results, spoken("Well?"))...),
			}}
			r.Messages, _ = convert(r, chat.Gemini, false)
			wantSent(t, gemini{}, r, geminiRoute, `{"contents": [
				{"role": "user", "parts": [{"text": "q"}]},
				{"role": "model", "parts": [
					{"functionCall": {"name": "weather", "args": {"city": "Paris"}}},
					{"functionCall": {"name": "weather", "args": {"city": "Rome"}}}]},
				{"role": "user", "parts": [
					{"functionResponse": {"name": "weather", "response": `+row.paris+`}},
					{"functionResponse": {"name": "weather", "response": `+row.rome+`}},
					{"text": "Well?"}]}]}`)
		})
	}
}

func TestGemini3TakesCallsThatAnotherModelMade(t *testing.T) {
	call := func(id string) chat.Part { return chat.ToolCall{ID: id, Name: "f", Arguments: `{}`} }
	r := chat.Request{
		Model: chat.Model{ID: "gemini-3-pro"},
		Messages: []chat.Message{
			turnOf(chat.Assistant, call("toolu_1"), call("toolu_2")),
			turnOf(chat.Assistant, call("toolu_3")),
		},
	}
	wantSent(t, gemini{}, r, "gemini/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse", `{"contents": [
		{"role": "model", "parts": [
			{"functionCall": {"name": "f", "args": {}}, "thoughtSignature": "skip_thought_signature_validator"},
			{"functionCall": {"name": "f", "args": {}}}]},
		{"role": "model", "parts": [
			{"functionCall": {"name": "f", "args": {}}, "thoughtSignature": "skip_thought_signature_validator"}]}]}`)
}

func TestGeminiIsAskedToThinkInItsOwnWay(t *testing.T) {
	warm := 0.5
	flash := chat.Model{ID: "gemini-2-5-flash", BudgetMax: 24576, OutputLimit: 65536}
	pro := chat.Model{ID: "gemini-2-5-pro", BudgetMin: 128, BudgetMax: 32768}
	three := chat.Model{ID: "gemini-3-pro", Efforts: []string{"low", "medium", "high"}}
	for _, row := range []struct {
		name    string
		model   chat.Model
		options chat.Options
		want    string // generationConfig
		notices []string
	}{
		{"nothing asked of a model that reasons", flash, chat.Options{Temperature: &warm},
			`{"temperature": 0.5, "thinkingConfig": {"includeThoughts": true}}`, nil},
		{"effort as a budget", flash, chat.Options{Effort: "max"},
			`{"thinkingConfig": {"includeThoughts": true, "thinkingBudget": 24576}}`, nil},
		{"a budget within the user's limit", flash, chat.Options{Effort: "high", MaxTokens: 8000},
			`{"maxOutputTokens": 8000, "thinkingConfig": {"includeThoughts": true, "thinkingBudget": 5999}}`, nil},
		{"no room for a budget", flash, chat.Options{Effort: "high", MaxTokens: 100}, `{"maxOutputTokens": 100}`,
			[]string{"100 tokens leave gemini-2-5-flash no room to think: effort left out"}},
		{"a limit beyond the model's", flash, chat.Options{MaxTokens: 100000},
			`{"maxOutputTokens": 65536, "thinkingConfig": {"includeThoughts": true}}`,
			[]string{"gemini-2-5-flash answers with 65536 tokens at most: asked for these, not for 100000"}},
		{"no thinking", flash, chat.Options{Effort: "none"}, `{"thinkingConfig": {"thinkingBudget": 0}}`, nil},
		{"no thinking of a model that always does", pro, chat.Options{Effort: "none"},
			`{"thinkingConfig": {"includeThoughts": true, "thinkingBudget": 128}}`,
			[]string{"gemini-2-5-pro always thinks: asked for 128 tokens at most"}},
		{"no thinking of a Pro of which nothing is known", chat.Model{ID: "gemini-2-5-pro"}, chat.Options{Effort: "none"},
			`{"thinkingConfig": {"includeThoughts": true, "thinkingBudget": 128}}`,
			[]string{"gemini-2-5-pro always thinks: asked for 128 tokens at most"}},
		{"effort as a level", three, chat.Options{Effort: "medium"},
			`{"thinkingConfig": {"includeThoughts": true, "thinkingLevel": "MEDIUM"}}`, nil},
		{"a level that the model lacks", three, chat.Options{Effort: "max"},
			`{"thinkingConfig": {"includeThoughts": true, "thinkingLevel": "HIGH"}}`,
			[]string{`gemini-3-pro has no effort "max": asked for "high"`}},
		{"a level of an unknown model", chat.Model{ID: "gemini-4"}, chat.Options{Effort: "none"},
			`{"thinkingConfig": {"includeThoughts": true, "thinkingLevel": "MINIMAL"}}`,
			[]string{`gemini-4 has no effort "none": asked for "minimal"`}},
		{"a temperature where none is taken", chat.Model{ID: "gemini-3-6-flash"}, chat.Options{Temperature: &warm, MaxTokens: 9},
			`{"maxOutputTokens": 9}`, []string{"gemini-3-6-flash takes no temperature: left out"}},
		{"effort of a model that doesn't reason", chat.Model{ID: "gemini-2-0-flash", Inputs: []string{"text"}}, chat.Options{Effort: "low", MaxTokens: 9},
			`{"maxOutputTokens": 9}`, []string{"gemini-2-0-flash doesn't reason: effort left out"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := chat.Request{Model: row.model, Options: row.options, Messages: []chat.Message{turnOf(chat.User, chat.Text{Text: "hi"})}}
			wantSent(t, gemini{}, r, "gemini/v1beta/models/"+row.model.ID+":streamGenerateContent?alt=sse",
				`{"contents": [{"role": "user", "parts": [{"text": "hi"}]}], "generationConfig": `+row.want+`}`, row.notices...)
		})
	}
}

func TestAModelIDCantLeaveItsPlaceInThePath(t *testing.T) {
	route, _, _ := gemini{}.encode(chat.Request{Model: chat.Model{ID: "../x?y"}})
	if want := "gemini/v1beta/models/..%2Fx%3Fy:streamGenerateContent?alt=sse"; route != want {
		t.Errorf("got %q, want %q", route, want)
	}
}

// geminiSays is a chunk with these parts.
func geminiSays(parts, more string) string {
	return `{"candidates": [{"content": {"parts": [` + parts + `],"role": "model"}` + more + `,"index": 0}],"modelVersion": "gemini-x","responseId": "r1"}`
}

func TestGeminiThinksAnswersAndCalls(t *testing.T) {
	m, err := assemble(gemini{}.decoder(),
		geminiSays(`{"text": "Hm.","thought": true}`, ``),
		geminiSays(`{"text": "One"}`, ``),
		geminiSays(`{"text": " and two"}`, ``),
		geminiSays(`{"text": ", signed","thoughtSignature": "s1"}`, ``),
		geminiSays(`{"text": "More"}`, ``),
		geminiSays(`{"text": "","thoughtSignature": "s2"}`, ``),
		geminiSays(`{"executableCode": {"code": "1"},"thoughtSignature": "s3"},{"functionCall": {"id": "c","name": "f","args": {"a": 1}},"thoughtSignature": "s4"},{"functionCall": {"name": "g"}}`, ``),
		geminiSays(`{"inlineData": {"mimeType": "image/jpeg","data": "anBn"},"thoughtSignature": "s5"},{"inlineData": {"mimeType": "image/png","data": "!"}}`, ``),
		`{"candidates": [{"index": 1,"content": {"parts": [{"text": "another choice"}]}}]}`,
		`{"candidates": [{"finishReason": "STOP","finishMessage": "all well"}]}`,
		`{"usageMetadata": {"promptTokenCount": 10,"cachedContentTokenCount": 4,"toolUsePromptTokenCount": 3,"candidatesTokenCount": 7,"thoughtsTokenCount": 5}}`,
	)
	if err != nil {
		t.Error(err)
	}
	wantParts(t, m,
		chat.Reasoning{Text: "Hm."},
		chat.Text{Text: "One and two"},
		chat.Text{Text: ", signed", Signature: "s1"},
		chat.Text{Text: "More"},
		chat.Text{Signature: "s2"},
		chat.Opaque{Kind: "executableCode", Data: json.RawMessage(`{"executableCode": {"code": "1"},"thoughtSignature": "s3"}`)},
		chat.ToolCall{ID: "c", Name: "f", Arguments: `{"a": 1}`, Signature: "s4"},
		chat.ToolCall{ID: "call_r1_2", Name: "g", Arguments: `{}`},
		chat.File{Name: "image-1.jpg", MIME: "image/jpeg", Data: []byte("jpg")},
		chat.Text{Signature: "s5"},
	)
	wantStop(t, m, chat.Stop{Reason: chat.StopToolCalls, Raw: "STOP"})
	if want := (chat.Usage{Input: 13, CachedInput: 4, Output: 12, Reasoning: 5}); m.Usage == nil || *m.Usage != want {
		t.Errorf("usage: got %+v, want %+v", m.Usage, want)
	}
}

// A seal belongs to what it came with: a signed thought, and signed texts side by
// side, which are neither one text nor have another's seal.
func TestGeminiSealsWhatItSays(t *testing.T) {
	d := gemini{}.decoder()
	var events []chat.Event
	for _, f := range []string{
		geminiSays(`{"text": "Hm.","thought": true,"thoughtSignature": "t"}`, ``),
		geminiSays(`{"text": "one","thoughtSignature": "s1"}`, ``),
		geminiSays(`{"text": "two","thoughtSignature": "s2"}`, ``),
		geminiSays(`{"text": "three"}`, ``),
		geminiSays(`{"text": "four","thoughtSignature": "s4"}`, ``),
	} {
		got, err := d.decode(frame{data: f})
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, got...)
	}
	want := []chat.Event{
		chat.ReasoningDelta{Text: "Hm."}, chat.PartDone{Part: chat.Reasoning{Signature: "t"}},
		chat.TextDelta{Text: "one"}, chat.PartDone{Part: chat.Text{Signature: "s1"}},
		chat.TextDelta{Text: "two"}, chat.PartDone{Part: chat.Text{Signature: "s2"}},
		chat.TextDelta{Text: "three"}, chat.PartDone{Part: chat.Text{}},
		chat.TextDelta{Text: "four"}, chat.PartDone{Part: chat.Text{Signature: "s4"}},
	}
	if got := slices.DeleteFunc(events, func(e chat.Event) bool { _, is := e.(chat.Started); return is }); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %#v\nwant %#v", got, want)
	}
}

func TestGeminiCountsWhileItSpeaks(t *testing.T) {
	d := &geminiDecoder{}
	chunk := func(text string, n int) string {
		return fmt.Sprintf(`{"candidates": [{"content": {"parts": [{"text": %q}]}}],"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": %d},"responseId": "r%d"}`, text, n, n)
	}
	for i, word := range []string{"a", "b", "c\n", "d"} {
		if _, err := d.decode(frame{data: chunk(word, i+1)}); err != nil {
			t.Fatal(err)
		}
	}
	if d.tally.last.Output != 2 {
		t.Errorf("the quick way wasn't taken: %+v", d.tally.last)
	}
	var a chat.Accumulator
	for _, e := range d.finish() {
		a.Add(e)
	}
	if u := a.Message().Usage; u == nil || u.Output != 4 || u.Input != 9 {
		t.Errorf("usage: got %+v", u)
	}
}

func TestHowGeminiStops(t *testing.T) {
	for reason, want := range map[string]chat.StopReason{
		"STOP": chat.StopEnd, "MAX_TOKENS": chat.StopLength, "SAFETY": chat.StopContentFilter, "SPII": chat.StopContentFilter,
		"IMAGE_SAFETY": chat.StopContentFilter, "CONTINUATION": chat.StopPause, "MALFORMED_FUNCTION_CALL": chat.StopOther, "NEW": chat.StopOther,
	} {
		m, _ := assemble(gemini{}.decoder(), geminiSays(`{"text": "x"}`, `,"finishReason": "`+reason+`","finishMessage": "because"`))
		stop := chat.Stop{Reason: want, Raw: reason, Detail: "because"}
		if want == chat.StopEnd {
			stop.Detail = ""
		}
		wantStop(t, m, stop)
	}
	m, _ := assemble(gemini{}.decoder(), `{"promptFeedback": {"blockReason": "SAFETY","blockReasonMessage": "No."}}`)
	wantStop(t, m, chat.Stop{Reason: chat.StopContentFilter, Raw: "blocked:SAFETY", Detail: "No."})
	m, _ = assemble(gemini{}.decoder(), geminiSays(`{"functionCall": {"name": "f"}}`, ``))
	wantStop(t, m, chat.Stop{Reason: chat.StopIncomplete})
}

func TestGeminiSendsArgumentsInPieces(t *testing.T) {
	piece := func(call string) string { return geminiSays(`{"functionCall": `+call+`}`, ``) }
	pieces := []string{
		geminiSays(`{"functionCall": {"name": "book","willContinue": true},"thoughtSignature": "s"}`, ``),
		piece(`{"partialArgs": [{"jsonPath": "$.city","stringValue": "New ","willContinue": true}],"willContinue": true}`),
		piece(`{"partialArgs": [{"jsonPath": "$.city","stringValue": "York"}],"willContinue": true}`),
		piece(`{"partialArgs": [{"jsonPath": "$.guests[0].age","numberValue": 7},{"jsonPath": "$.guests[1]['full name']","stringValue": "Bo"}],"willContinue": true}`),
		piece(`{"partialArgs": [{"jsonPath": "$.sea","boolValue": true},{"jsonPath": "$.dog","nullValue": "NULL_VALUE"},{"jsonPath": "$.far[99999999]"},{"jsonPath": "?"}],"willContinue": true}`),
	}
	done := append(slices.Clone(pieces), piece(`{}`), geminiSays(`{"functionCall": {"name": "go"}}`, `,"finishReason": "STOP"`))
	m, err := assemble(gemini{}.decoder(), done...)
	if err != nil {
		t.Error(err)
	}
	wantParts(t, m,
		chat.ToolCall{ID: "call_r1_1", Name: "book", Signature: "s",
			Arguments: `{"city":"New York","dog":null,"guests":[{"age":7},{"full name":"Bo"}],"sea":true}`},
		chat.ToolCall{ID: "call_r1_2", Name: "go", Arguments: `{}`})

	m, _ = assemble(gemini{}.decoder(), pieces...)
	wantParts(t, m)
	wantStop(t, m, chat.Stop{Reason: chat.StopIncomplete})
}

func TestGeminiFailsHalfway(t *testing.T) {
	m, err := assemble(gemini{}.decoder(), geminiSays(`{"text": "Half"}`, ``),
		`{"error": {"code": 503,"message": "The model is overloaded.","status": "UNAVAILABLE"}}`)
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != "UNAVAILABLE" || e.Message != "The model is overloaded." {
		t.Errorf("got %v", err)
	}
	wantParts(t, m, chat.Text{Text: "Half"})
	wantStop(t, m, chat.Stop{Reason: chat.StopError})
}

func TestNoiseDoesntStopGemini(t *testing.T) {
	d := gemini{}.decoder()
	if _, err := d.decode(frame{data: `{"candidates": [`}); !errors.Is(err, errGarbage) {
		t.Errorf("half a chunk: got %v", err)
	}
	m, err := assemble(d, `{"this": [{"is": {"not": "a chunk"}}]}`, `null`, `{"candidates": [{"content": 7}],"usageMetadata": {"trafficType": "ON_DEMAND"}}`,
		geminiSays(`{},{"thought": true},{"text": "Fine."}`, `,"finishReason": "STOP"`), `[DONE]`)
	if err != nil {
		t.Error(err)
	}
	wantParts(t, m, chat.Text{Text: "Fine."})
	wantStop(t, m, chat.Stop{Reason: chat.StopEnd, Raw: "STOP"})
	if m.Usage != nil {
		t.Errorf("usage out of nothing: %+v", m.Usage)
	}
}

func TestGeminiAnswersInOneBody(t *testing.T) {
	one := geminiSays(`{"text": "Hello "}`, ``)
	two := geminiSays(`{"text": "you"}`, `,"finishReason": "STOP"`)
	for _, body := range []string{"[" + one + "," + two + "]", geminiSays(`{"text": "Hello "},{"text": "you"}`, `,"finishReason": "STOP"`)} {
		d := gemini{}.decoder()
		var a chat.Accumulator
		events, err := d.whole([]byte(body))
		if err != nil {
			t.Error(err)
		}
		for _, e := range append(slices.Clone(events), d.finish()...) {
			a.Add(e)
		}
		wantParts(t, a.Message(), chat.Text{Text: "Hello you"})
		wantStop(t, a.Message(), chat.Stop{Reason: chat.StopEnd, Raw: "STOP"})
	}
}

// FuzzGeminiDelta holds the quick way of reading a chunk against the JSON
// decoder: they must agree on any chunk that follows a plain one.
func FuzzGeminiDelta(f *testing.F) {
	const plain = `{"candidates": [{"content": {"parts": [{"text": "plain"}]},"index": 0}],"usageMetadata": {"promptTokenCount": 1,"candidatesTokenCount": 10},"responseId": "r1"}`
	for _, seed := range []string{
		plain,
		`{"candidates": [{"content": {"parts": [{"text": "a\"b\n"}]},"index": 0}],"usageMetadata": {"promptTokenCount": 1,"candidatesTokenCount": 12},"responseId": "r2"}`,
		`{"candidates": [{"content": {"parts": [{"text": "a"}]},"index": 1}],"usageMetadata": {"promptTokenCount": 1,"candidatesTokenCount": 12},"responseId": "r2"}`,
		`{"candidates": [{"content": {"parts": [{"text": "a"}]},"index": 0}],"usageMetadata": {"promptTokenCount": 01,"candidatesTokenCount": 12},"responseId": "r2"}`,
		`{"candidates": [{"content": {"parts": [{"text": "a"}]},"index": 0}],"usageMetadata": {"promptTokenCount": 99999999999999999999,"candidatesTokenCount": 12},"responseId": "r2"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		quick, slow := &geminiDecoder{}, &geminiDecoder{}
		for range 2 {
			quick.decode(frame{data: plain})
			slow.decode(frame{data: plain})
		}
		if quick.delta.prefix == "" {
			t.Fatal("the plain chunk taught nothing")
		}
		slow.delta = geminiDelta{}
		sameAnswer(t, quick, slow, data)
	})
}

func BenchmarkGeminiDelta(b *testing.B) {
	d := gemini{}.decoder()
	var chunks []frame
	for n := range 100 {
		chunks = append(chunks, frame{data: fmt.Sprintf(`{"candidates": [{"content": {"parts": [{"text": "word"}],"role": "model"},"index": 0}],`+
			`"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": %d,"totalTokenCount": %d},"modelVersion": "gemini-x","responseId": "r1"}`, n, n+9)})
	}
	for n := 0; b.Loop(); n++ {
		if _, err := d.decode(chunks[n%len(chunks)]); err != nil {
			b.Fatal(err)
		}
	}
}
