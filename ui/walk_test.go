package ui

import (
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"neonchat/chat"
	"neonchat/ui/page"
)

func messageOf(text string) chat.Message {
	return chat.Message{ID: "x", Role: chat.Assistant, Parts: []chat.Part{chat.Text{Text: text}}}
}

func thought(s string) chat.Event { return chat.ReasoningDelta{Text: s} }
func notice(s string) chat.Event  { return chat.Notice{Text: s} }

// clipboard waits for the clipboard to hold text.
func (u *user) clipboard(text string) {
	u.t.Helper()
	u.until("copied "+text, func(string) bool {
		if len(u.sent) == 0 {
			return false
		}
		_, data, _ := strings.Cut(u.sent[len(u.sent)-1], ";")
		_, data, _ = strings.Cut(data, ";")
		got, err := base64.StdEncoding.DecodeString(data)
		return err == nil && string(got) == text
	})
}

const withCode = "Look at [this](https://neon.com/docs):\n\n```sql\nselect 1;\n```\n\n1. or\n\n   ```go\n   func main() {\n   \tprintln()\n   }\n   ```\n"

func TestCopiesAreTheModelsOwnMarkdown(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("show me", withCode)
	u.press("tab", "y")
	u.sees("sent the answer to the clipboard")
	u.clipboard(withCode)
	u.press("c")
	u.sees("Copy which code?", "select 1;", "func main() {")
	u.press("down", "enter")
	u.clipboard("func main() {\n\tprintln()\n}\n")
	u.press("k", "y")
	u.clipboard("show me")
	u.press("esc", "/copy", "enter")
	u.clipboard(withCode)
}

func TestALinkOpens(t *testing.T) {
	opened := make(chan string, 1)
	u := sits(t, 80, 24, func(d *page.Deps) { d.Open = func(s string) error { opened <- s; return nil } })
	u.answers("show me", withCode)
	u.press("tab", "o")
	if got := <-opened; got != "https://neon.com/docs" {
		t.Errorf("opened %q", got)
	}
}

func TestEnterFoldsAndTypingGoesOnAfterEsc(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("count", numbered(1, 5))
	u.press("tab", "enter")
	u.sees("… 6 more lines, tab enter unfolds")
	u.seesNo("paragraph 5.")
	u.press("enter")
	u.sees("paragraph 5.")
	u.press("esc", "What next?")
	u.sees("❯ What next?")
}

func TestVersionsStandBesideEachOther(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("how much?", "ten")
	u.answers("and then?", "eleven")
	u.press("tab", "k", "k", "e")
	u.sees("how much?", "grows a version", "eleven")
	u.press(" really", "enter")
	if r := u.asked(); len(r.Messages) != 1 || r.Messages[0].Text() != "and then? really" && r.Messages[0].Text() != "how much? really" {
		t.Errorf("asked %+v", r.Messages)
	}
	u.text("twelve")
	u.ends()
	u.sees("twelve", "Ask something")
	u.press("tab", "h")
	u.sees("version 1 of 2", "ten", "eleven")
	u.press("l")
	u.sees("version 2 of 2", "twelve")
	u.seesNo("eleven")
}

func TestTheConversationIsExported(t *testing.T) {
	u := sits(t, 80, 24)
	u.answers("hello", "**hi** there")
	u.press("/export talk.md", "enter")
	u.sees("the conversation is in")
	text, err := os.ReadFile(u.dirOf("talk.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := "# Conversation on branch main\n\n2026-11-22 12:00\n\n## You\n\nhello\n\n## claude-sonnet-4-6 (anthropic)\n\n**hi** there\n"
	if string(text) != want {
		t.Errorf("exported %q, want %q", text, want)
	}
}

func (u *user) dirOf(name string) string { return u.dir + string(os.PathSeparator) + name }

func TestImagesAreKept(t *testing.T) {
	u := sits(t, 80, 24)
	u.press("draw", "enter")
	u.asked()
	u.comes(chat.PartDone{Part: chat.File{MIME: "image/png", Data: []byte("png")}})
	u.ends()
	u.sees("▣ image/png, 3 B (tab s keeps it in a file)")
	u.press("tab", "s")
	u.sees("kept in neonchat-120000-1.png")
	if data, err := os.ReadFile(u.dirOf("neonchat-120000-1.png")); err != nil || string(data) != "png" {
		t.Errorf("kept %q, %v", data, err)
	}
}
