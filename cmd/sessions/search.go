package sessions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/ui/markdown"
	"neonchat/ui/theme"
)

type searchOptions struct {
	*base
	scope
	limit int
	words string
}

func searchCommand(b *base) *cobra.Command {
	o := &searchOptions{base: b}
	c := &cobra.Command{
		Use:   "search WORDS...",
		Short: "Find words in messages",
		Long: `search finds the messages that have all the words, in upper or lower case, best
match first. The last word may be the start of a word. Double quotes find a
phrase: neonchat sessions search '"copy on write"'.

In a pipe, each message is a line of fields with tabs between them: session,
message, role, time, excerpt. ** marks what was found.`,
		Args: needs(1, "words to search for"),
		RunE: func(c *cobra.Command, args []string) error {
			o.words = strings.Join(args, " ")
			return o.run(c.Context())
		},
	}
	o.flags(c)
	c.Flags().IntVar(&o.limit, "limit", 50, "print at most `N` messages")
	return c
}

// A hitLine is the -o json object of a message that was found.
type hitLine struct {
	Session hitSession `json:"session"`
	Message string     `json:"message"`
	Role    chat.Role  `json:"role"`
	At      *time.Time `json:"at"`
	Excerpt []spanLine `json:"excerpt"`
}

type hitSession struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Branch placeLine `json:"branch"`
}

type spanLine struct {
	Text  string `json:"text"`
	Found bool   `json:"found"`
}

func (o *searchOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	if o.limit < 1 {
		return program.Usagef("give a number from 1", "--limit can't be \"%d\"", o.limit)
	}
	in, where, err := o.within(ctx, o.scope)
	if err != nil {
		return err
	}
	in.Limit = o.limit
	o.Status.Spin("searching")
	hits, err := o.history.Store().Search(ctx, in, o.words)
	o.Status.Quiet()
	if err != nil {
		return err
	}
	if format == "json" {
		return o.PrintJSON(hitLines(hits))
	}
	if len(hits) == 0 {
		o.Status.Notice(fmt.Sprintf("nothing on %s has %s", where, o.words))
		return nil
	}
	text := hitFields(hits)
	if o.IsTerminal(o.Out) {
		text = hitsShown(hits, o.Width(), o.Colour(), time.Now())
	}
	_, err = o.Out.WriteString(text)
	return err
}

func hitLines(hits []chat.Hit) []hitLine {
	lines := []hitLine{}
	for _, h := range hits {
		l := hitLine{
			Session: hitSession{h.Session.ID, h.Session.Title, placeLine(h.Session.Branch)},
			Message: h.Message, Role: h.Role, Excerpt: []spanLine{},
		}
		if !h.At.IsZero() {
			at := h.At.UTC()
			l.At = &at
		}
		for _, s := range h.Excerpt {
			l.Excerpt = append(l.Excerpt, spanLine(s))
		}
		lines = append(lines, l)
	}
	return lines
}

func hitFields(hits []chat.Hit) string {
	var b strings.Builder
	for _, h := range hits {
		at := "-"
		if !h.At.IsZero() {
			at = h.At.UTC().Format(time.RFC3339)
		}
		fields := []string{h.Session.ID, h.Message, string(h.Role), at, forALine(marked(h.Excerpt, "**", "**"))}
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return b.String()
}

// marked is an excerpt as text, with marks around the hits.
func marked(excerpt []chat.Span, before, after string) string {
	var b strings.Builder
	for _, s := range excerpt {
		if s.Found {
			b.WriteString(before + s.Text + after)
			continue
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

// hitsShown lists hits for a reader: the session, and an excerpt of the message.
func hitsShown(hits []chat.Hit, width int, colour bool, now time.Time) string {
	bold, dim, off := "\x1b[1m", "\x1b[2m", "\x1b[22m"
	if !colour {
		bold, dim, off = "**", "", "**"
	}
	var ids []string
	for i, h := range hits {
		if i == 0 || h.Session.ID != hits[i-1].Session.ID {
			ids = append(ids, h.Session.ID)
		}
	}
	slices.Sort(ids)
	short := shortIDs(slices.Compact(ids))
	var b strings.Builder
	for i, h := range hits {
		if i == 0 || h.Session.ID != hits[i-1].Session.ID {
			head := fmt.Sprintf("%s · %s · %s · %s", short[h.Session.ID], backend.Title(h.Session), markdown.Clean(h.Session.Branch.Name), theme.Age(now.Sub(h.Session.Updated)))
			b.WriteString(dim + ansi.Truncate(head, width, "…"))
			if colour {
				b.WriteString(off)
			}
			b.WriteString("\n")
		}
		who := "you: "
		if h.Role == chat.Assistant {
			who = "answer: "
		}
		var clean []chat.Span
		for _, s := range h.Excerpt {
			clean = append(clean, chat.Span{Text: strings.ReplaceAll(markdown.Clean(s.Text), "\n", " "), Found: s.Found})
		}
		for line := range strings.SplitSeq(ansi.Wrap(who+marked(clean, bold, off), max(20, width-2), ""), "\n") {
			b.WriteString("  " + strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.String()
}
