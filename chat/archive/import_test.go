package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func zipped(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// told renders a session for comparison: the path to the leaf, with the number of
// versions of each message.
func told(s *chat.Session) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Title)
	for _, m := range s.Path() {
		fmt.Fprintf(&b, "-- %s %s %s", m.Role, m.Origin.Model, m.Stop.Reason)
		if n := len(s.Siblings(m)); n > 1 {
			fmt.Fprintf(&b, " of %d", n)
		}
		b.WriteByte('\n')
		for _, p := range m.Parts {
			switch p := p.(type) {
			case chat.Text:
				b.WriteString(p.Text + "\n")
			case chat.Reasoning:
				b.WriteString("(" + p.Text + ")\n")
			case chat.File:
				fmt.Fprintf(&b, "<%s %s %q>\n", p.Name, p.MIME, p.Data)
			}
		}
	}
	return b.String()
}

func TestChatGPTsExport(t *testing.T) {
	got, errs := imported(t, file(t, "chatgpt.json"))
	if len(got) != 2 {
		t.Fatalf("%d sessions, want 2; errors %v", len(got), errs)
	}
	same(t, "the first", told(got[0]), `Branching a database
-- user  
[file notes.txt: not in the export]

[file gone.pdf: not in the export]

[file file-Chart1: not in the export]

What does this show?
-- assistant gpt-5-thinking stop of 2
(Reading

A chart of branches.)
`+"```python\nprint(2 + 2)\n```\n\n```\n4\n```\n"+`
Two **branches** ([neon.tech](https://neon.tech/docs)) of four.
-- user   of 2
Draw it.
-- assistant  stop
[file file_00ff: not in the export]
`)
	same(t, "messages", len(got[0].Messages), 7)
	same(t, "created", got[0].Created, time.UnixMilli(1720000000500).UTC())
	same(t, "updated", got[0].Updated, time.Unix(1720000900, 0).UTC())
	first, other := got[0].Messages[1], got[0].Siblings(got[0].Messages[1])[1]
	same(t, "asked", first.Timing.Started, time.Unix(1720000002, 0).UTC())
	same(t, "the other answer", other.Text()+" "+string(other.Stop.Reason), "A tree, cut stopped")

	same(t, "the second", told(got[1]), "How can I help?\n-- user  \n(no question)\n-- assistant  stop\nHow can I help?\n-- user  \nRepeat pelicans.\n")

	same(t, "sentences", fmt.Sprint(errs),
		`[conversation 2, "Broken": its field "mapping" can't be a string conversation 3, "Empty": nothing was said in it]`)
}

func TestChatGPTsExportWithItsFiles(t *testing.T) {
	got, errs := imported(t, zipped(t, map[string][]byte{
		"conversations.json":             file(t, "chatgpt.json"),
		"user.json":                      []byte(`{"id": "user-1"}`),
		"message_feedback.json":          []byte(`[{"id": "x", "rating": "up"}]`),
		"chat.html":                      []byte("<html>"),
		"file-Chart1-chart.png":          []byte("\x89PNG\r\n..."),
		"file-Notes2-notes.txt":          []byte("noted"),
		"dalle/file_00ff-sanitized.jpeg": []byte("\xff\xd8\xff..."),
	}))
	if len(got) != 2 || len(errs) != 2 {
		t.Fatalf("%d sessions, errors %v", len(got), errs)
	}
	text := told(got[0])
	for _, want := range []string{
		`<notes.txt text/plain "noted">`, "[file gone.pdf: not in the export]",
		`<file-Chart1-chart.png image/png "\x89PNG\r\n...">`, `<file_00ff-sanitized.jpeg image/jpeg "\xff\xd8\xff...">`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
}

func TestClaudesExport(t *testing.T) {
	for name, data := range map[string][]byte{
		"json": file(t, "claude.json"),
		"zip":  zipped(t, map[string][]byte{"conversations.json": file(t, "claude.json"), "users.json": []byte(`[{"uuid": "u"}]`), "projects.json": []byte("[]")}),
	} {
		got, errs := imported(t, data)
		if len(got) != 2 {
			t.Fatalf("%s: %d sessions, want 2; errors %v", name, len(got), errs)
		}
		same(t, "the first", told(got[0]), `Pelicans
-- user  
<notes.md text/plain "# One">
[file bird.png: not in the export]

Write a page.
-- assistant  stop
(A page, then.)
Here it is:

**Page**

`+"````html\n<p>```</p>\n````\n\n```\nOK\n```\n\n```json\n{\n  \"query\": \"pelicans\"\n}\n```\n"+`-- user   of 2
Longer?
-- assistant  stop
No.
`)
		same(t, "created", got[0].Created, time.Date(2025, 3, 4, 5, 6, 7, 890123000, time.UTC))
		same(t, "the second", told(got[1]), "Older\n-- user  \nOne\n-- assistant  stop\nTwo\n-- user  \nThree\n")
		same(t, "sentences", fmt.Sprint(errs), "[conversation 2: nothing was said in it]")
	}
}

// one imports a single conversation.
func one(t *testing.T, data string) *chat.Session {
	t.Helper()
	got, errs := imported(t, []byte("["+data+"]"))
	if len(got) != 1 || len(errs) > 0 {
		t.Fatalf("%d sessions, errors %v", len(got), errs)
	}
	return got[0]
}

// gpt returns a ChatGPT conversation with the given messages in a row.
func gpt(messages ...string) string {
	nodes, before := []string{}, ""
	for i, m := range messages {
		nodes = append(nodes, fmt.Sprintf(`"n%d": {"parent": %q, "children": ["n%d"], "message": %s}`, i, before, i+1, m))
		before = fmt.Sprintf("n%d", i)
	}
	return fmt.Sprintf(`{"id": "c", "default_model_slug": "gpt-5", "current_node": %q, "mapping": {%s}}`, before, strings.Join(nodes, ", "))
}

func TestATitleIsMadeOfWords(t *testing.T) {
	asked := func(parts string) string {
		return `{"author": {"role": "user"}, "content": {"content_type": "multimodal_text", "parts": [` + parts + `]}, "metadata": {"attachments": [{"id": "f", "name": "p.png"}]}}`
	}
	answer := `{"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["It is a pelican."]}}`
	for want, conversation := range map[string]string{
		"What is it?":       gpt(asked(`"What is it?"`), answer),
		"func main":         gpt(asked("\"```go\\nfunc main\\n```\""), answer),
		"It is a pelican.":  gpt(asked(`"?!"`), answer),
		"Look: [file x: y]": `{"uuid": "c", "chat_messages": [{"uuid": "m1", "sender": "human", "text": "Look: [file x: y]"}]}`,
		"And this?":         `{"uuid": "c", "chat_messages": [{"uuid": "m1", "sender": "human", "text": "", "files": [{"file_name": "p.png"}]}, {"uuid": "m2", "sender": "human", "text": "And this?"}]}`,
	} {
		if got := one(t, conversation).Title; got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
	}
}

func TestCitationsKeepTheirLinks(t *testing.T) {
	said := func(text, metadata string) string {
		return one(t, gpt(`{"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Why?"]}}`,
			`{"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": [`+text+`]}, "metadata": {`+metadata+`}}`)).Messages[1].Text()
	}
	for _, c := range []struct{ says, text, metadata, want string }{
		{"the mark has its Markdown", `"So\ue200cite\ue202a\ue201."`, `"content_references": [{"matched_text": "\ue200cite\ue202a\ue201", "alt": " ([neon](https://neon.tech))", "items": [{"url": "https://neon.tech"}]}]`,
			"So ([neon](https://neon.tech))."},
		{"it has sources alone", `"So\ue200cite\ue202a\ue201."`, `"content_references": [{"matched_text": "\ue200cite\ue202a\ue201", "alt": null, "items": [{"title": "Docs [1]", "url": "https://neon.tech/docs"}, {"url": "https://example.com/x"}, {"url": "https://example.com/x"}]}]`,
			"So ([Docs (1)](https://neon.tech/docs), [example.com](https://example.com/x))."},
		{"it has an address alone", `"So\ue200cite\ue202a\ue201."`, `"content_references": [{"matched_text": "\ue200cite\ue202a\ue201", "safe_urls": ["https://neon.tech"]}]`,
			"So ([neon.tech](https://neon.tech))."},
		{"it is of a file", `"So【4:0†notes.txt】."`, `"content_references": [{"matched_text": "【4:0†notes.txt】", "type": "file", "name": "notes.txt"}]`,
			"So (notes.txt)."},
		{"an older export says where it stands", `"Sö【1†source】 and【2†source】."`, `"citations": [{"start_ix": 2, "end_ix": 12, "metadata": {"title": "One", "url": "https://one.example"}}, {"start_ix": 16, "end_ix": 26, "metadata": {"title": "Two", "url": "https://two.example"}}]`,
			"Sö ([One](https://one.example)) and ([Two](https://two.example))."},
		{"it stands nowhere", `"So."`, `"citations": [{"start_ix": 1, "end_ix": 99, "metadata": {"url": "https://one.example"}}, {"start_ix": -1, "end_ix": 1}]`, "So."},
		{"nobody knows its source", `"So\ue200cite\ue202a\ue201【1†source】."`, ``, "So."},
		{"its address is none", `"So\ue200cite\ue202a\ue201."`, `"content_references": [{"matched_text": "\ue200cite\ue202a\ue201", "items": [{"title": "Hm", "url": "javascript:alert(1)"}]}]`, "So (Hm)."},
	} {
		if got := said(c.text, c.metadata); got != c.want {
			t.Errorf("%s: got %q, want %q", c.says, got, c.want)
		}
	}
}

func TestThoughtsAreKept(t *testing.T) {
	asked := `{"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Why?"]}}`
	answer := `{"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["So."]}}`
	for says, conversation := range map[string]string{
		"hidden":      gpt(asked, `{"author": {"role": "assistant"}, "weight": 0, "content": {"content_type": "thoughts", "thoughts": [{"summary": "A", "content": "B"}]}, "metadata": {"is_visually_hidden_from_conversation": true}}`, answer),
		"in chunks":   gpt(asked, `{"author": {"role": "assistant"}, "content": {"content_type": "thoughts", "thoughts": [{"summary": "A", "content": "", "chunks": ["B"]}]}}`, answer),
		"of Claude":   `{"uuid": "c", "chat_messages": [{"uuid": "1", "sender": "human", "text": "Why?"}, {"uuid": "2", "sender": "assistant", "text": "So.", "content": [{"type": "thinking", "thinking": "A\n\nB"}, {"type": "text", "text": "So."}]}]}`,
		"summed up":   `{"uuid": "c", "chat_messages": [{"uuid": "1", "sender": "human", "text": "Why?"}, {"uuid": "2", "sender": "assistant", "content": [{"type": "thinking", "thinking": "", "summaries": [{"summary": "A"}, {"summary": "B"}]}, {"type": "text", "text": "So."}]}]}`,
		"beside text": `{"uuid": "c", "chat_messages": [{"uuid": "1", "sender": "human", "text": "Why?"}, {"uuid": "2", "sender": "assistant", "text": "So.", "content": [{"type": "thinking", "thinking": "A\n\nB"}]}]}`,
	} {
		s := one(t, conversation)
		m := s.Messages[len(s.Messages)-1]
		if m.Reasoning() != "A\n\nB" || m.Text() != "So." {
			t.Errorf("%s: it thinks %q and says %q", says, m.Reasoning(), m.Text())
		}
	}
}

func TestAnAnswerHasTheModelOfItsConversation(t *testing.T) {
	asked := `{"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Why?"]}}`
	for want, conversation := range map[string]string{
		"gpt-5":           gpt(asked, `{"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["So."]}}`),
		"gpt-4o":          gpt(asked, `{"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["So."]}, "metadata": {"model_slug": "gpt-4o"}}`),
		"gpt-4o-mini":     gpt(asked, `{"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["So."]}, "metadata": {"resolved_model_slug": "gpt-4o-mini"}}`),
		"claude-opus-4-1": `{"uuid": "c", "model": "claude-opus-4-1", "chat_messages": [{"uuid": "1", "sender": "human", "text": "Why?"}, {"uuid": "2", "sender": "assistant", "text": "So."}]}`,
		"claude-haiku":    `{"uuid": "c", "model": "claude-opus-4-1", "chat_messages": [{"uuid": "1", "sender": "human", "text": "Why?"}, {"uuid": "2", "sender": "assistant", "model": "claude-haiku", "text": "So."}]}`,
	} {
		if got := one(t, conversation).Messages[1].Origin.Model; got != want {
			t.Errorf("it is of %q, want %q", got, want)
		}
	}
}

// A message whose parent is unknown or missing follows the previous message. Messages
// with the same parent as the first start anew.
func TestAMessageWithoutAParentFollowsTheOneBefore(t *testing.T) {
	for says, c := range map[string]struct {
		parents [4]string
		want    string
	}{
		"none has one":                   {[4]string{}, "Why? So. And? Well."},
		"the last has none":              {[4]string{"root", "1", "2", ""}, "Why? So. And? Well."},
		"one in between has none":        {[4]string{"root", "1", "", "3"}, "Why? So. And? Well."},
		"the first has none":             {[4]string{"", "1", "2", "3"}, "Why? So. And? Well."},
		"one follows what is lost":       {[4]string{"root", "1", "lost", "3"}, "Why? So. And? Well."},
		"the question was written again": {[4]string{"root", "1", "root", "3"}, "And? Well."},
	} {
		var messages []string
		for i, text := range []string{"Why?", "So.", "And?", "Well."} {
			messages = append(messages, fmt.Sprintf(`{"uuid": "%d", "sender": %q, "text": %q, "parent_message_uuid": %q}`, i+1, []string{"human", "assistant"}[i%2], text, c.parents[i]))
		}
		s := one(t, `{"uuid": "c", "chat_messages": [`+strings.Join(messages, ",")+`]}`)
		var path []string
		for _, m := range s.Path() {
			path = append(path, m.Text())
		}
		if got := strings.Join(path, " "); got != c.want || len(s.Messages) != 4 {
			t.Errorf("%s: the way is %q of %d messages, want %q", says, got, len(s.Messages), c.want)
		}
	}
}

func TestWhatIsImportedTwiceIsTheSame(t *testing.T) {
	for _, name := range []string{"chatgpt.json", "claude.json"} {
		one, _ := imported(t, file(t, name))
		two, _ := imported(t, file(t, name))
		same(t, name, two, one)
		for _, s := range one {
			got, errs := imported(t, asJSON(t, s))
			if len(errs) > 0 {
				t.Errorf("%s, written and read: %v", name, errs)
			}
			same(t, name+", written and read", got, []*chat.Session{s})
		}
	}
	// Elsewhere the same message may be in two conversations.
	twin := bytes.Replace(file(t, "claude.json"), []byte("444455556666"), []byte("999999999999"), 1)
	a, _ := imported(t, file(t, "claude.json"))
	b, _ := imported(t, twin)
	if a[0].ID == b[0].ID || a[0].Messages[0].ID == b[0].Messages[0].ID {
		t.Error("two conversations have one id")
	}
}

// A conversation that went on since it was exported keeps the ids that it had.
func TestALaterExportHasTheSameIDs(t *testing.T) {
	earlier, _ := imported(t, file(t, "claude.json"))
	more := `{"uuid": "m5", "text": "Why?", "sender": "human", "parent_message_uuid": "m4"}`
	later, _ := imported(t, []byte(strings.Replace(string(file(t, "claude.json")), `"parent_message_uuid": "m3b"}`, `"parent_message_uuid": "m3b"},`+more, 1)))
	n := len(earlier[0].Messages)
	same(t, "what was there", later[0].Messages[:n], earlier[0].Messages)
	same(t, "what came", later[0].Messages[n].Text(), "Why?")
}

// endless is a list of conversations without an end, made as it is read.
type endless struct {
	one  []byte
	left []byte
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.left) == 0 {
		e.left = e.one
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	e.read += n
	return n, nil
}

func TestAHugeFileComesASessionAtATime(t *testing.T) {
	all := file(t, "chatgpt.json")
	one := bytes.TrimSuffix(bytes.TrimSpace(all), []byte("]"))
	r := &endless{one: append(one[1:len(one):len(one)], ','), left: append([]byte("["), one[1:]...)}
	r.left = append(r.left, ',')
	n := 0
	for _, err := range Import(io.MultiReader(r)) {
		if err == nil {
			n++
		}
		if n == 100 {
			break
		}
	}
	if most := 60 * len(all); r.read > most {
		t.Errorf("%d bytes were read for a hundred sessions, of which two are in %d", r.read, len(all))
	}
}

func TestAZipFileFromAPipeIsRefused(t *testing.T) {
	data := zipped(t, map[string][]byte{"conversations.json": []byte("[]")})
	for s, err := range Import(io.MultiReader(bytes.NewReader(data))) {
		if err == nil || !strings.Contains(err.Error(), "has to be a file, not a pipe") {
			t.Errorf("got %v, %v", s, err)
		}
	}
	got, errs := imported(t, zipped(t, map[string][]byte{"notes.json": []byte(`{"a": 1}`)}))
	if len(got) != 0 || fmt.Sprint(errs) != "["+ErrForeign.Error()+"]" {
		t.Errorf("another zip file: %v, %v", got, errs)
	}
}

// Whatever a file holds, what comes of it is a tree that stands, and is read
// again as it is written.
func FuzzImport(f *testing.F) {
	f.Add(file(f, "chatgpt.json"))
	f.Add(file(f, "claude.json"))
	f.Add(file(f, "session.json"))
	f.Add(zipped(f, map[string][]byte{"conversations.json": file(f, "claude.json"), "f1-bird.png": []byte("\x89PNG\r\n")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		for s, err := range Import(bytes.NewReader(data)) {
			if err != nil {
				continue
			}
			stands(t, s)
			Markdown(s, Options{Reasoning: true})
			first := asJSON(t, s)
			got, errs := imported(t, first)
			if len(errs) > 0 || len(got) != 1 {
				t.Fatalf("what was written can't be read: %v\n%s", errs, first)
			}
			if again := asJSON(t, got[0]); !bytes.Equal(first, again) {
				t.Fatalf("written, read and written:\n%s\n%s", first, again)
			}
		}
	})
}

func stands(t *testing.T, s *chat.Session) {
	t.Helper()
	there := map[string]bool{"": true}
	for _, m := range s.Messages {
		if m.ID == "" || there[m.ID] || !there[m.Parent] {
			t.Fatalf("message %q behind %q doesn't stand", m.ID, m.Parent)
		}
		there[m.ID] = true
	}
	if len(s.Messages) == 0 || !there[s.Leaf] {
		t.Fatalf("%d messages, leaf %q", len(s.Messages), s.Leaf)
	}
}
