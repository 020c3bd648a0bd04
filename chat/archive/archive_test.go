package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"neonchat/chat"
)

var update = flag.Bool("update", false, "write the golden files anew")

// id returns the n-th id of this test.
func id(n int) string { return fmt.Sprintf("0198c2f1-7a3b-7000-8000-%012d", n) }

var monday = time.Date(2026, 3, 2, 9, 30, 0, 123456789, time.UTC)

// aSession returns a session with every kind of part, two versions of the first answer
// and of the second question, and text that is hard to encode.
func aSession() *chat.Session {
	usd := 0.0123
	usage := &chat.Usage{Input: 1200, CachedInput: 1000, CacheWrite: 7, Output: 340, Reasoning: 40}
	claude := chat.Origin{Dialect: chat.Anthropic, Model: "claude-sonnet-4-6"}
	return &chat.Session{
		Head: chat.Head{
			ID: id(0), Title: `Copy-on-write, "explained" <&>`, Pinned: true, Leaf: id(5),
			Branch: chat.Branch{ID: "br-winter-pond-aptw82ef", Name: "preview/x", Project: "quiet-lake-1", Host: "br-winter-pond-aptw82ef-api.ai.us-east-2.aws.neon.tech"},
			From:   chat.Fork{Session: id(90), Message: id(91)}, Created: monday, Updated: monday.Add(time.Hour),
		},
		Messages: []chat.Message{
			{ID: id(1), Role: chat.User, Timing: chat.Timing{Started: monday}, Parts: []chat.Part{
				chat.File{Name: "chart.png", MIME: "image/png", Data: []byte("\x89PNG\r\n\x00")}, chat.Text{Text: "What does this show?\n"},
			}},
			{ID: id(2), Parent: id(1), Role: chat.Assistant, Origin: claude, Usage: usage, Earlier: []chat.Usage{{Input: 1200, Output: 1}}, Cost: &usd,
				Timing: chat.Timing{Started: monday.Add(time.Second), FirstToken: 412345678, Total: 3*time.Second + 1},
				Stop:   chat.Stop{Reason: chat.StopToolCalls, Raw: "tool_use"}, Notices: []string{"temperature left out"},
				Parts: []chat.Part{
					chat.Reasoning{Text: "It is a chart.\nOf what?", Signature: "c2lnbmVk"},
					chat.Opaque{Kind: "redacted_thinking", Data: json.RawMessage("{\"type\": \"redacted_thinking\",\n \"data\": \"<x>\"}")},
					chat.Text{Text: "# A heading\n\nTwo **branches** & a tree:\n"}, chat.Text{Text: "\n```sql\nselect 1;\n```\n", Signature: "c2VhbA==", Phase: "final_answer"},
					chat.ToolCall{ID: "toolu_1", Name: "look", Arguments: `{"at": 1}`, Signature: "c2VhbA=="},
				}},
			{ID: id(3), Parent: id(1), Role: chat.Assistant, Origin: chat.Origin{Dialect: chat.OpenAI, Model: "gpt-5-mini"}, Earlier: []chat.Usage{*usage, *usage},
				Stop: chat.Stop{Reason: chat.StopError, Detail: "d"}, Err: "broke off\n\xff", Parts: []chat.Part{chat.Text{Text: "not \xff UTF-8 \u2028"}}},
			{ID: id(4), Parent: id(2), Role: chat.User, Timing: chat.Timing{Started: monday.Add(time.Minute)}, Parts: []chat.Part{
				chat.ToolResult{ID: "toolu_1", Name: "look", Text: "seen", IsError: true, Unrun: true, Took: 5, Files: []chat.File{{Name: "seen.txt", MIME: "text/plain", Data: []byte("x")}}},
			}},
			{ID: id(5), Parent: id(4), Role: chat.Assistant, Origin: claude, Stop: chat.Stop{Reason: chat.StopUser}, Parts: []chat.Part{chat.Text{Text: "So:\n\n~~~~go\nfunc main() {\n```\n"}}},
			{ID: id(6), Parent: id(2), Role: chat.User, Parts: []chat.Part{chat.Text{Text: "Never mind."}}},
		},
	}
}

// imported reads a whole file.
func imported(t *testing.T, data []byte) (sessions []*chat.Session, errs []error) {
	t.Helper()
	for s, err := range Import(bytes.NewReader(data)) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		sessions = append(sessions, s)
	}
	return sessions, errs
}

func asJSON(t *testing.T, s *chat.Session) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; it is now:\n%s", path, got)
	}
}

func TestASessionComesBackAsItWas(t *testing.T) {
	want := aSession()
	data := asJSON(t, want)
	got, errs := imported(t, data)
	if len(got) != 1 || len(errs) > 0 {
		t.Fatalf("%d sessions, errors %v", len(got), errs)
	}
	same(t, "the session", got[0], want)
	if again := asJSON(t, got[0]); !bytes.Equal(again, data) {
		t.Errorf("it is written in another way now:\n%s", again)
	}
	elsewhere := *want
	elsewhere.Created = want.Created.In(time.FixedZone("", 7200))
	if !bytes.Equal(asJSON(t, &elsewhere), data) {
		t.Error("it is written in another way in another time zone")
	}
	golden(t, "session.json", string(data))
}

func TestManySessionsComeBackInTheirOrder(t *testing.T) {
	second := &chat.Session{Head: chat.Head{ID: id(100)}}
	second.Add(chat.Message{ID: id(101), Role: chat.User, Parts: []chat.Part{chat.Text{Text: "hi"}}})
	want := []*chat.Session{aSession(), second}
	all := func(yield func(*chat.Session, error) bool) {
		for _, s := range want {
			if !yield(s, nil) {
				return
			}
		}
	}
	var array, lines bytes.Buffer
	if err := JSONArray(&array, all); err != nil {
		t.Fatal(err)
	}
	for _, s := range want {
		lines.Write(asJSON(t, s))
	}
	for name, data := range map[string][]byte{"an array": array.Bytes(), "one behind the other": lines.Bytes(), "behind a BOM": append([]byte("\ufeff \n"), array.Bytes()...)} {
		got, errs := imported(t, data)
		if len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
		}
		same(t, name, got, want)
	}

	var none bytes.Buffer
	if err := JSONArray(&none, func(func(*chat.Session, error) bool) {}); err != nil {
		t.Fatal(err)
	}
	same(t, "an array of none", none.String(), "[]\n")
	stop := errors.New("stop")
	err := JSONArray(&none, func(yield func(*chat.Session, error) bool) { yield(nil, stop) })
	same(t, "an error on the way", err, stop)
}

func TestABrokenSessionIsLeftOutWithASentence(t *testing.T) {
	good := string(asJSON(t, aSession()))
	first, last := fmt.Sprintf(`"id": %q`, id(1)), fmt.Sprintf(`"leaf": %q`, id(5))
	for sentence, broken := range map[string]string{
		"it is of version 2, and this program reads version 1": strings.Replace(good, `"neonchat": 1`, `"neonchat": 2`, 1),
		`"../x" is not the id of a session`:                    strings.Replace(good, id(0), "../x", 1),
		`there is no part of type "song"`:                      strings.Replace(good, `"type": "text"`, `"type": "song"`, 1),
		`there is no role "judge"`:                             strings.Replace(good, `"role": "user"`, `"role": "judge"`, 1),
		"which doesn't stand before it":                        strings.Replace(good, first, fmt.Sprintf(`"id": %q`, id(77)), 1),
		"is not the id of a message, or of two":                strings.Replace(good, first, fmt.Sprintf(`"id": %q`, id(2)), 1),
		"it ends in a message":                                 strings.Replace(good, last, fmt.Sprintf(`"leaf": %q`, id(78)), 1),
		`its field "title" can't be a number`:                  strings.Replace(good, `"title": "Copy`, `"title": 7, "was": "Copy`, 1),
		`its "redacted_thinking" is no JSON`:                   strings.Replace(good, `"wire": "`, `"wire": "}`, 1),
		"nothing was said in it":                               fmt.Sprintf(`{"neonchat": 1, "id": %q, "leaf": "", "messages": []}`, id(3)),
	} {
		got, errs := imported(t, []byte("["+good+","+broken+","+good+"]"))
		if len(got) != 2 {
			t.Errorf("%s: %d sessions come, want the one before and the one behind", sentence, len(got))
		}
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), sentence) || !strings.HasPrefix(errs[0].Error(), "conversation 2") {
			t.Errorf("it says %v, want %q", errs, sentence)
		}
	}
}

func TestAFileThatIsCutBringsWhatIsWhole(t *testing.T) {
	good := string(asJSON(t, aSession()))
	for name, file := range map[string]string{
		"in a session":      "[" + good + "," + good[:len(good)/2],
		"behind a session":  "[" + good,
		"by something else": "[" + good + ", oops",
	} {
		got, errs := imported(t, []byte(file))
		if len(got) != 1 || len(errs) != 1 {
			t.Errorf("cut %s: %d sessions, errors %v", name, len(got), errs)
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	for _, file := range []string{"", "hello", "# Markdown", `"text"`, "[1, 2]", `{"a": 1}`, `[{"id": 1}, {"id": 2}]`, "[[]]", "\x00\x01"} {
		got, errs := imported(t, []byte(file))
		if len(got) != 0 || len(errs) != 1 || !errors.Is(errs[0], ErrForeign) {
			t.Errorf("%q: %d sessions, errors %v", file, len(got), errs)
		}
	}
	if got, errs := imported(t, []byte(" [ ] ")); len(got)+len(errs) > 0 {
		t.Errorf("an empty list: %v, %v", got, errs)
	}
}
