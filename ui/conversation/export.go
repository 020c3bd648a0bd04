package conversation

import (
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"neonchat/chat"
	"neonchat/ui/page"
	"neonchat/ui/transcript"
)

// exportTo writes the conversation into a new file.
func exportTo(c *Conversation, arg string) page.Intent {
	if len(c.Transcript.Entries) == 0 {
		return page.Notice{Text: "there is nothing to export yet"}
	}
	now := c.Env.Deps.Time()
	if arg == "" {
		arg = "neonchat-" + now.Format("2006-01-02-150405") + ".md"
	}
	path := arg
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.Env.Deps.Dir, path)
	}
	text := exported(c.Tree.Path(), c.Session.Branch.Name, now)
	return tea.Cmd(func() tea.Msg {
		if err := writeNew(path, []byte(text)); err != nil {
			return page.NoticeMsg{Text: "exporting: " + err.Error(), Failed: true}
		}
		return page.NoticeMsg{Text: "the conversation is in " + path}
	})
}

// writeNew writes a file that must not exist yet.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// exported returns the conversation as a Markdown document.
func exported(messages []chat.Message, branch string, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Conversation on branch %s\n\n%s\n", branch, now.Format("2006-01-02 15:04"))
	for _, m := range messages {
		title := "You"
		if m.Role == chat.Assistant {
			title = m.Origin.Model + " (" + m.Origin.Dialect + ")"
		}
		fmt.Fprintf(&b, "\n## %s\n", title)
		for _, p := range m.Parts {
			if f, ok := p.(chat.File); ok {
				fmt.Fprintf(&b, "\n*File: %s, %s*\n", f.Name, humanize.Bytes(uint64(len(f.Data))))
			}
		}
		if text := strings.TrimSpace(m.Text()); text != "" {
			b.WriteString("\n" + text + "\n")
		}
		if m.Err != "" {
			b.WriteString("\n*" + m.Err + "*\n")
		}
	}
	return b.String()
}

// saveImages writes the images of an answer to new files.
func saveImages(env *page.Env, e *transcript.Entry) page.Intent {
	var files []chat.File
	for _, p := range e.Message.Parts {
		if f, ok := p.(chat.File); ok && !e.Question() {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return page.Notice{Text: "there is no image in this answer"}
	}
	stamp := env.Deps.Time().Format("150405")
	return tea.Cmd(func() tea.Msg {
		var names []string
		for i, f := range files {
			name := fmt.Sprintf("neonchat-%s-%d%s", stamp, i+1, extension(f.MIME))
			if err := writeNew(filepath.Join(env.Deps.Dir, name), f.Data); err != nil {
				return page.NoticeMsg{Text: "keeping the image: " + err.Error()}
			}
			names = append(names, name)
		}
		return page.NoticeMsg{Text: "kept in " + strings.Join(names, ", ")}
	})
}

func extension(kind string) string {
	kind, _, _ = mime.ParseMediaType(kind)
	_, ext, _ := strings.Cut(kind, "image/")
	switch ext {
	case "png", "gif", "webp":
		return "." + ext
	case "jpeg":
		return ".jpg"
	}
	return ".bin"
}
