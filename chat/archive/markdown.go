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

// Options control what Markdown writes.
type Options struct {
	Reasoning bool // include the models' reasoning
	Bare      bool // leave out the front matter
}

// Markdown returns the path to a session's leaf as a document. The text of the messages
// is unchanged.
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

// A place identifies a group of sibling messages.
type place struct {
	parent string
	role   chat.Role
}

// versionsOf lists the ids of the messages in each place. It leaves out void messages,
// unless they are on the path to the leaf.
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

// voids returns the messages without a result: answers that were stopped before any
// content came, and questions with only such answers.
func voids(s *chat.Session) map[string]bool {
	void, asked, answered := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range slices.Backward(s.Messages) { // parents come before their children
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

// blocks returns the blocks below a message's heading.
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
			text += p.Text // a text may come in several parts
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

// remark formats a line that the program adds between the messages.
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

// shortfall lists what is missing from an answer.
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

// fenced returns a code block with a fence that the text can't close.
func fenced(language, text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimSuffix(text, "\n") + "\n" + fence
}

// unclosed closes the code block that a text was cut off in, so that what follows isn't
// part of it.
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

// fenceOf returns the fence at the start of a line, or "".
func fenceOf(line string) string {
	for _, mark := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, mark)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// frontMatter returns the YAML front matter. It marks unknown values as unknown, and puts
// a tilde before sums with unknown parts. Messages copied by a fork aren't counted.
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
		if len(m.Parts) == 0 && billed == nil || s.Copied(m) { // a refused request costs nothing
			continue
		}
		input.add(billed != nil, func() float64 { return float64(billed.Input) })
		output.add(billed != nil, func() float64 { return float64(billed.Output) })
		if billed != nil && m.Usage == nil { // counts the earlier attempts only
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

// A sum adds numbers, some of which may be unknown.
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

// quoted returns a string quoted for both YAML and JSON.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	data, _ := exact(strings.ToValidUTF8(s, "\uFFFD")).MarshalJSON() // can't fail for a string
	return string(data)
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
