package demo

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// kinds are the types of the events in order, a run of one kind once.
func (h heard) kinds() []string {
	var all []string
	for _, e := range h.events {
		all = append(all, e.str("type"))
	}
	return slices.Compact(all)
}

func TestMessagesStreamInTheVendorsOrder(t *testing.T) {
	s := serve(t, Options{})
	h := s.hear(way{messagesPath, "claude-sonnet-4-6", `"stream":true,"thinking":{"type":"enabled","budget_tokens":2000}`}, "!tool")
	want := []string{
		"message_start", "content_block_start", "ping", "content_block_delta", "content_block_stop",
		"content_block_start", "content_block_delta", "content_block_stop",
		"content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop",
	}
	if got := h.kinds(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	signature := 0
	for i, e := range h.events {
		if e.obj("delta").str("type") == "signature_delta" {
			signature = i
		}
	}
	if signature == 0 || h.events[signature+1].str("type") != "content_block_stop" {
		t.Errorf("the signature is event %d", signature)
	}
}

func TestResponsesStreamInTheVendorsOrder(t *testing.T) {
	s := serve(t, Options{})
	h := s.hear(way{responsesPath, "gpt-5", `"stream":true,"reasoning":{"summary":"auto"},"include":["reasoning.encrypted_content"]`}, "hello there")
	want := []string{
		"response.created", "response.in_progress",
		"response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
		"response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
		"response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
		"response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
		"response.output_item.added", "response.content_part.added", "response.output_text.delta",
		"response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
	}
	if got := h.kinds(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	for i, e := range h.events {
		if e.whole("sequence_number") != i {
			t.Fatalf("event %d has number %d", i, e.whole("sequence_number"))
		}
		if d := e.str("delta"); d != "" && (len(d)+len(e.str("obfuscation")))%16 != 0 {
			t.Fatalf("a delta of %d bytes is padded with %d", len(d), len(e.str("obfuscation")))
		}
	}
	summary := h.events[len(h.events)-1].obj("response").objs("output")[0].objs("summary")
	if got := summary[0].str("text") + summary[1].str("text"); got != h.reasoning {
		t.Errorf("the summary is %q, its deltas %q", got, h.reasoning)
	}
}

func TestChatUsageStandsWhereTheVendorPutsIt(t *testing.T) {
	s := serve(t, Options{})
	chat := func(model, extra string) []object {
		return s.hear(way{chatPath, model, extra}, "hello").events
	}
	for i, e := range chat("claude-haiku-4-5", `"stream":true`) {
		if u := e.obj("usage"); !u.has("completion_tokens") || i == 0 && u["completion_tokens"] != nil {
			t.Errorf("Claude's chunk %d has usage %v", i, u)
		}
	}
	events := chat("gpt-5", `"stream":true`)
	if slices.ContainsFunc(events, func(e object) bool { return e["usage"] != nil }) {
		t.Error("GPT gave a usage that nobody asked for")
	}
	events = chat("gpt-5", `"stream":true,"stream_options":{"include_usage":true}`)
	last := events[len(events)-1]
	if len(last.list("choices")) != 0 || last.obj("usage").whole("completion_tokens") == 0 {
		t.Errorf("GPT's last chunk is %v", last)
	}
	events = chat("gpt-oss-20b", `"stream":true`)
	last = events[len(events)-1]
	if last.objs("choices")[0].str("finish_reason") != "stop" || last.obj("usage").whole("completion_tokens") == 0 {
		t.Errorf("gpt-oss's last chunk is %v", last)
	}
}

func TestGeminiHasCRLFAndACountThatGrows(t *testing.T) {
	s := serve(t, Options{})
	w := way{geminiStream("gemini-3-pro"), "", `"generationConfig":{"thinkingConfig":{"includeThoughts":true}}`}
	_, body := s.post(w.path, w.ask("Explain branching"))
	if strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\n") || strings.Contains(body, "event:") {
		t.Error("a line ends without CR, or an event has a name")
	}
	h, before := listen(t, w.path, body), 0
	for _, e := range h.events {
		u := e.obj("usageMetadata")
		n := u.whole("candidatesTokenCount") + u.whole("thoughtsTokenCount")
		if n < before || u.whole("totalTokenCount") != n+u.whole("promptTokenCount") {
			t.Errorf("usage %v after %d", u, before)
		}
		before = n
	}
	parts := h.events[len(h.events)-1].objs("candidates")[0].obj("content").objs("parts")
	if parts[0].str("text") != "" || parts[0].str("thoughtSignature") == "" {
		t.Errorf("the last part is %v", parts[0])
	}
}

func TestItSaysWhatItReceived(t *testing.T) {
	picture := base64.StdEncoding.EncodeToString(draw())
	paper := base64.StdEncoding.EncodeToString([]byte("%PDF-1.4\n1 0 obj<</Type /Pages>>\n2 0 obj<</Type /Page>>\n3 0 obj<</Type/Page>>\n"))
	note := `<file name=\"note.txt\">\nmilk\n</file>`
	pictureSays, paperSays := "image/png, 96 × 96 pixels", "PDF of 2 pages"
	s := serve(t, Options{})
	for _, c := range []struct{ path, body string }{
		{chatPath, `{"model":"claude-sonnet-4-6","messages":[{"role":"user","content":[
			{"type":"image_url","image_url":{"url":"data:image/png;base64,` + picture + `"}},
			{"type":"file","file":{"filename":"paper.pdf","file_data":"data:application/pdf;base64,` + paper + `"}},
			{"type":"text","text":"` + note + `"},{"type":"text","text":"Describe these"}]}]}`},
		{responsesPath, `{"model":"gpt-5-mini","input":[{"role":"user","content":[
			{"type":"input_image","image_url":"data:image/png;base64,` + picture + `"},
			{"type":"input_file","filename":"paper.pdf","file_data":"data:application/pdf;base64,` + paper + `"},
			{"type":"input_text","text":"` + note + `"},{"type":"input_text","text":"Describe these"}]}]}`},
		{messagesPath, `{"model":"claude-sonnet-4-6","max_tokens":9999,"messages":[{"role":"user","content":[
			{"type":"image","source":{"type":"base64","media_type":"image/png","data":"` + picture + `"}},
			{"type":"document","title":"paper.pdf","source":{"type":"base64","media_type":"application/pdf","data":"` + paper + `"}},
			{"type":"text","text":"` + note + `"},{"type":"text","text":"Describe these"}]}]}`},
		{geminiPath("gemini-2-5-flash"), `{"contents":[{"parts":[
			{"inlineData":{"mimeType":"image/png","data":"` + picture + `"}},
			{"inlineData":{"mimeType":"application/pdf","data":"` + paper + `"}},
			{"text":"` + note + `"},{"text":"Describe these"}]}]}`},
	} {
		status, body := s.post(c.path, c.body)
		if status != 200 {
			t.Fatalf("%s: %d %s", c.path, status, body)
		}
		text := listen(t, c.path, body).text
		for _, want := range []string{pictureSays, paperSays, "`note.txt`, a text (text/plain), 4 bytes", "Describe these"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in:\n%s", c.path, want, text)
			}
		}
	}
}

func TestPixelsAreReadFromAHeader(t *testing.T) {
	webp := func(chunk, rest string) []byte {
		return []byte("RIFF\x00\x00\x00\x00WEBP" + chunk + "\x00\x00\x00\x00" + rest)
	}
	for _, c := range []struct {
		story string
		data  []byte
		w, h  int
	}{
		{"a PNG", draw(), 96, 96},
		{"a lossy WebP", webp("VP8 ", "\x00\x00\x00\x9d\x01\x2a\x40\x01\xf0\x00"), 320, 240},
		{"a WebP with alpha", webp("VP8X", "\x00\x00\x00\x00\x3f\x01\x00\xef\x00\x00"), 320, 240},
		{"something else", []byte("not a picture"), 0, 0},
	} {
		if w, h := pixels(c.data); w != c.w || h != c.h {
			t.Errorf("%s: %d × %d", c.story, w, h)
		}
	}
}

func TestARepeatedPrefixIsFoundInTheCache(t *testing.T) {
	s := serve(t, Options{})
	long := strings.Repeat("A long story about a branch. ", 300)
	talk := []string{`{"role":"user","content":"` + long + `"}`, `{"role":"assistant","content":"Indeed."}`, `{"role":"user","content":"Go on"}`}
	_, body := s.post(responsesPath, way{responsesPath, "gpt-5", ""}.say(talk))
	var o object
	decode(t, body, &o)
	if n := o.obj("usage").obj("input_tokens_details").whole("cached_tokens"); n < 1024 || n%128 != 0 {
		t.Errorf("OpenAI cached %d tokens", n)
	}
	_, body = s.post(messagesPath, way{messagesPath, "claude-sonnet-4-6", `"cache_control":{"type":"ephemeral"}`}.say(talk))
	decode(t, body, &o)
	u := o.obj("usage")
	if u.whole("cache_read_input_tokens") < 1024 || u.whole("input_tokens") > 10 {
		t.Errorf("Anthropic counts %v", u)
	}
}

func TestSpeedSetsThePace(t *testing.T) {
	took := func(o Options, prompt string) (total time.Duration) {
		o.Sleep = func(_ context.Context, d time.Duration) error {
			total += d
			return nil
		}
		serve(t, o).hear(way{messagesPath, "claude-sonnet-4-6", `"stream":true`}, prompt)
		return total
	}
	human := took(Options{Speed: 1}, "Explain branching")
	if human < 3*time.Second || human > 20*time.Second {
		t.Errorf("an answer takes %v", human)
	}
	if twice := took(Options{Speed: 2}, "Explain branching"); twice < human*4/10 || twice > human*6/10 {
		t.Errorf("twice as fast takes %v, not half of %v", twice, human)
	}
	if at := took(Options{}, "Explain branching"); at != 0 {
		t.Errorf("at once takes %v", at)
	}
	if slow := took(Options{}, "!slow hello"); slow < 5*time.Second {
		t.Errorf("slowly takes %v", slow)
	}
}

func TestADeltaReachesTheClientBeforeTheNext(t *testing.T) {
	waits := make(chan struct{})
	s := serve(t, Options{Speed: 1, Sleep: func(ctx context.Context, _ time.Duration) error {
		select {
		case waits <- struct{}{}:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}})
	w := way{messagesPath, "claude-sonnet-4-6", `"stream":true`}
	go func() { // until the answer is over; the channel is closed by nobody
		for range 3 { // the first pause, and those before two deltas
			<-waits
		}
	}()
	res := s.send(w.path, w.ask("Explain branching"))
	defer res.Body.Close()
	var got strings.Builder
	for buf := make([]byte, 4096); strings.Count(got.String(), "text_delta") < 2; {
		n, err := res.Body.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got.Write(buf[:n])
	}
	if strings.Count(got.String(), "text_delta") != 2 {
		t.Errorf("more came than was said:\n%s", &got)
	}
}

func TestTheCatalogHasTheModelsFacts(t *testing.T) {
	raw, err := os.ReadFile("../../shared/data/models.dev.neon.2026-11.json")
	if err != nil {
		t.Skip("no catalog to compare with")
	}
	var want, got object
	decode(t, string(raw), &want)
	decode(t, string(marshal(modelsDev())), &got)
	theirs, ours := want.obj("neon").obj("models"), got.obj("neon").obj("models")
	if len(ours) != len(theirs) {
		t.Errorf("%d models, there %d", len(ours), len(theirs))
	}
	for id := range ours {
		for _, key := range []string{"name", "family", "limit", "cost", "reasoning", "reasoning_options", "release_date", "temperature", "attachment", "open_weights"} {
			a, b := ours.obj(id)[key], theirs.obj(id)[key]
			if m, ok := b.(map[string]any); ok && key == "cost" {
				delete(m, "context_over_200k")
				delete(m, "input_audio")
			}
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			if string(x) != string(y) {
				t.Errorf("%s: %s is %s, there %s", id, key, x, y)
			}
		}
	}
}
