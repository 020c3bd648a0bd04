package archive

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"neonchat/chat"
)

// Options are what there is to choose about Markdown.
type Options struct {
	Reasoning bool // what the models thought, too
	Bare      bool // without the front matter
}

// Markdown writes the way to a session's leaf as a document. What was said
// stands there as it was written.
func Markdown(s *chat.Session, o Options) string {
	var b strings.Builder
	if !o.Bare {
		b.WriteString(frontMatter(s))
	}
	if s.Title != "" {
		b.WriteString("# " + oneLine(s.Title) + "\n")
	}
	versions := versionsOf(s)
	for _, m := range s.Path() {
		b.WriteString("\n## " + speaker(m) + "\n")
		for _, block := range blocks(versions, m, o) {
			b.WriteString("\n" + block + "\n")
		}
	}
	return b.String()
}

func speaker(m chat.Message) string {
	switch {
	case m.Role == chat.User:
		return "You"
	case m.Origin.Model == "":
		return "Answer"
	}
	return oneLine(m.Origin.Model)
}

// A place is where messages stand beside each other.
type place struct {
	parent string
	role   chat.Role
}

// versionsOf are the ids of the messages in each place. Those that are void are no
// versions, unless the way to the leaf leads there.
func versionsOf(s *chat.Session) map[place][]string {
	void := voids(s)
	for _, m := range s.Path() {
		delete(void, m.ID)
	}
	versions := map[place][]string{}
	for i := range s.Messages {
		m := &s.Messages[i]
		if at := (place{m.Parent, m.Role}); !void[m.ID] {
			versions[at] = append(versions[at], m.ID)
		}
	}
	return versions
}

// voids are the messages of which nothing came: answers that were stopped before
// anything was said, and the questions that got no other.
func voids(s *chat.Session) map[string]bool {
	void, asked, answered := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range slices.Backward(s.Messages) { // a message stands behind its parent
		if m.Role == chat.Assistant {
			void[m.ID] = m.Stop.Reason == chat.StopUser && len(m.Parts) == 0 && !asked[m.ID]
		} else {
			void[m.ID] = asked[m.ID] && !answered[m.ID]
		}
		asked[m.Parent] = true
		answered[m.Parent] = answered[m.Parent] || !void[m.ID]
	}
	return void
}

// blocks are what stands below the heading of a message.
func blocks(versions map[place][]string, m chat.Message, o Options) []string {
	var list []string
	if all := versions[place{m.Parent, m.Role}]; len(all) > 1 {
		list = append(list, remark("Version %d of %d.", slices.Index(all, m.ID)+1, len(all)))
	}
	text := ""
	flush := func(blocks ...string) {
		if strings.TrimSpace(text) != "" {
			list = append(list, strings.TrimRight(text, "\n")+unclosed(text))
		}
		text = ""
		list = append(list, blocks...)
	}
	for _, p := range m.Parts {
		switch p := p.(type) {
		case chat.Text:
			text += p.Text // one text may come in several parts
		case chat.Reasoning:
			if thought := strings.TrimSpace(p.Text); o.Reasoning && thought != "" {
				flush("> " + strings.ReplaceAll(thought, "\n", "\n> "))
			}
		case chat.File:
			flush(remark("File: %s", named(p)))
		case chat.ToolCall:
			flush(remark("Calls %s:", p.Name), fenced("json", p.Arguments))
		case chat.ToolResult:
			flush(remark("Result of %s:", p.Name), fenced("", p.Text))
			for _, f := range p.Files {
				flush(remark("File: %s", named(f)))
			}
		}
	}
	flush()
	return append(list, shortfall(m)...)
}

// remark is a line of the program's among what others wrote.
func remark(format string, args ...any) string {
	return "*" + oneLine(fmt.Sprintf(format, args...)) + "*"
}

func named(f chat.File) string {
	name := f.Name
	if name == "" {
		name = "without a name"
	}
	return fmt.Sprintf("%s (%s, %s)", name, f.MIME, humanize.Bytes(uint64(len(f.Data))))
}

// shortfall says what an answer lacks.
func shortfall(m chat.Message) []string {
	if m.Role != chat.Assistant {
		return nil
	}
	switch m.Stop.Reason {
	case chat.StopUser:
		return []string{remark("Stopped.")}
	case chat.StopLength:
		return []string{remark("Cut at the length of an answer.")}
	case chat.StopRefusal, chat.StopContentFilter:
		return []string{remark("Refused. %s", m.Stop.Detail)}
	case chat.StopError, chat.StopIncomplete, "":
		return []string{remark("Cut off. %s", m.Err)}
	}
	return nil
}

// fenced is a code block that its text doesn't end.
func fenced(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimSuffix(text, "\n") + "\n" + fence
}

// unclosed ends the code block that a text was cut in, so that what follows is
// no part of it.
func unclosed(text string) string {
	open := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		inner := strings.TrimLeft(line, " ")
		if len(line)-len(inner) > 3 {
			continue
		}
		fence := fenceOf(inner)
		switch {
		case fence == "":
		case open == "":
			if fence[0] == '~' || !strings.Contains(inner[len(fence):], "`") {
				open = fence
			}
		case fence[0] == open[0] && len(fence) >= len(open) && strings.TrimSpace(inner[len(fence):]) == "":
			open = ""
		}
	}
	if open == "" {
		return ""
	}
	return "\n" + open
}

// fenceOf is the fence that a line begins with, or "".
func fenceOf(line string) string {
	for _, mark := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, mark)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// frontMatter is YAML. What isn't known says so, and a sum of which a part isn't
// has a tilde before it. What a fork copied is summed where it was first said.
func frontMatter(s *chat.Session) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	var input, output, usd sum
	var models []string
	questions := 0
	for _, m := range s.Messages {
		if m.Role == chat.User {
			questions++
			continue
		}
		if name := quoted(m.Origin.Model); name != "" && !slices.Contains(models, name) {
			models = append(models, name)
		}
		billed, _ := m.Billed()
		if len(m.Parts) == 0 && billed == nil || s.Copied(m) { // it costs nothing to be refused
			continue
		}
		input.add(billed != nil, func() float64 { return float64(billed.Input) })
		output.add(billed != nil, func() float64 { return float64(billed.Output) })
		if billed != nil && m.Usage == nil { // it is of the attempts before alone
			input.unknown++
			output.unknown++
		}
		usd.add(m.Cost != nil, func() float64 { return *m.Cost })
	}
	line("title", quoted(s.Title))
	line("models", "["+strings.Join(models, ", ")+"]")
	line("branch", quoted(s.Branch.Name))
	line("branch_id", quoted(s.Branch.ID))
	line("session", s.ID)
	line("created", stamp(s.Created))
	line("updated", stamp(s.Updated))
	line("questions", strconv.Itoa(questions))
	line("input_tokens", input.String())
	line("output_tokens", output.String())
	line("cost_usd", usd.String())
	return "---\n" + b.String() + "---\n\n"
}

// A sum is of numbers some of which may not be known.
type sum struct {
	total          float64
	known, unknown int
}

func (s *sum) add(known bool, value func() float64) {
	if !known {
		s.unknown++
		return
	}
	s.known++
	s.total += value()
}

func (s sum) String() string {
	number := strconv.FormatFloat(math.Round(s.total*1e6)/1e6, 'f', -1, 64)
	switch {
	case s.known == 0:
		return "unknown"
	case s.unknown > 0:
		return `"~` + number + `"`
	}
	return number
}

// quoted is a string as YAML and JSON both have it.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	data, _ := exact(strings.ToValidUTF8(s, "\uFFFD")).MarshalJSON() // no string fails
	return string(data)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
