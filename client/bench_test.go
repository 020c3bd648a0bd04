package client

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"neonchat/chat"
)

// A longAnswer is the body of an answer of many small deltas, made as it is
// read, so that its length costs no memory.
type longAnswer struct {
	rest  []byte // of what is read now
	turns int    // how often block comes yet
	block []byte
	end   []byte
}

// words are what a long answer repeats: four bytes each, now and then one that
// JSON escapes.
var words = []string{"The ", "copy", " on ", "wri\n", "te o", "f a ", "bran", "ch: ", "日s", "né d", "\"so\"", "ends"}

func newLongAnswer(dialect string, size int) (a *longAnswer, text int) {
	begin, delta, end := grammar(dialect)
	var block bytes.Buffer
	for i := range 1024 {
		w := words[i%len(words)]
		text += len(w)
		quoted, _ := json.Marshal(w)
		fmt.Fprintf(&block, delta, quoted)
	}
	turns := max(size/text, 1)
	return &longAnswer{[]byte(begin), turns, block.Bytes(), []byte(end)}, turns * text
}

func (a *longAnswer) Read(p []byte) (int, error) {
	if len(a.rest) == 0 {
		switch {
		case a.turns > 0:
			a.turns--
			a.rest = a.block
		case a.end == nil:
			return 0, io.EOF
		default:
			a.rest, a.end = a.end, nil
		}
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// BenchmarkAnswer reads a long answer in three ways: with a bare scanner that
// looks for the text, with a JSON decoder for each event, and with the client.
func BenchmarkAnswer(b *testing.B) {
	for _, size := range []int{1 << 20, 10 << 20} {
		for _, dialect := range chat.Dialects {
			for _, way := range []struct {
				name string
				read func(testing.TB, string, io.Reader) int
			}{{"scan", scanned}, {"json", decoded}, {"client", streamed}} {
				b.Run(fmt.Sprintf("%s/%s/%dMB", way.name, dialect, size>>20), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						body, want := newLongAnswer(dialect, size)
						if got := way.read(b, dialect, body); way.name != "scan" && got != want {
							b.Fatalf("got %d bytes of text, want %d", got, want)
						}
					}
				})
			}
		}
	}
}

var textKeys = map[string]string{
	chat.MLflow: `"content":"`, chat.OpenAI: `"delta":"`, chat.Anthropic: `"text":"`, chat.Gemini: `"text": "`,
}

// scanned is how much text a reader finds that knows no JSON.
func scanned(t testing.TB, dialect string, body io.Reader) (text int) {
	key := []byte(textKeys[dialect])
	s := bufio.NewScanner(body)
	for s.Scan() {
		line := s.Bytes()
		i := bytes.Index(line, key)
		if i < 0 {
			continue
		}
		i += len(key)
		for j := i; j < len(line); j++ {
			if line[j] == '\\' {
				j++
			} else if line[j] == '"' {
				text += j - i
				break
			}
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return text
}

// decoded is how much text a reader finds that knows all of JSON and no more of
// the answer than it must.
func decoded(t testing.TB, dialect string, body io.Reader) (text int) {
	s := bufio.NewScanner(body)
	for s.Scan() {
		data, ok := bytes.CutPrefix(s.Bytes(), []byte("data: "))
		if !ok || data[0] != '{' {
			continue
		}
		var e struct {
			Delta   json.RawMessage
			Choices []struct{ Delta struct{ Content string } }

			Candidates []struct {
				Content struct{ Parts []struct{ Text string } }
			}
		}
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatal(err)
		}
		var s string
		var block struct{ Text string }
		switch {
		case dialect == chat.MLflow && len(e.Choices) > 0:
			text += len(e.Choices[0].Delta.Content)
		case dialect == chat.Gemini:
			text += len(e.Candidates[0].Content.Parts[0].Text)
		case dialect == chat.OpenAI && json.Unmarshal(e.Delta, &s) == nil:
			text += len(s)
		case dialect == chat.Anthropic && json.Unmarshal(e.Delta, &block) == nil:
			text += len(block.Text)
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return text
}

// streamed is how much text comes out of the client.
func streamed(t testing.TB, dialect string, body io.Reader) (text int) {
	c := New(Config{
		URL: "https://gateway", Token: func() string { return bearer },
		HTTP: &http.Client{Transport: &served{body: func() io.Reader { return body }}},
	})
	for e, err := range c.Stream(t.Context(), chat.Request{Model: chat.Model{ID: "model", Dialect: dialect}}) {
		if err != nil {
			t.Fatal(err)
		}
		if d, ok := e.(chat.TextDelta); ok {
			text += len(d.Text)
		}
	}
	return text
}

// BenchmarkImage reads an answer that is one event of 8 MB.
func BenchmarkImage(b *testing.B) {
	picture := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("picture."), 6<<20/8))
	for dialect, body := range map[string]string{
		chat.MLflow: `data: {"choices":[{"index":0,"delta":{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,` + picture + `"}}]},"finish_reason":"stop"}]}` + "\n\n",
		chat.OpenAI: `data: {"type":"response.output_item.done","output_index":0,"item":{"type":"image_generation_call","id":"ig_1","status":"completed","output_format":"png","result":"` + picture + `"}}` + "\n\n" +
			`data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}}` + "\n\n",
		chat.Gemini: `data: {"candidates": [{"content": {"parts": [{"inlineData": {"mimeType": "image/png","data": "` + picture + `"}}]},"finishReason": "STOP"}]}` + "\r\n\r\n",
	} {
		b.Run(dialect, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				answer, err := receive(dialect, func() io.Reader { return strings.NewReader(body) })
				if err != nil {
					b.Fatal(err)
				}
				if f, ok := answer.Parts[0].(chat.File); !ok || len(f.Data) != 6<<20 {
					b.Fatalf("got %d parts", len(answer.Parts))
				}
			}
		})
	}
}
