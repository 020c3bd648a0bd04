package sessions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"neonchat/chat"
	"neonchat/chat/archive"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
)

func importCommand(b *base) *cobra.Command {
	o := &importOptions{base: b}
	c := &cobra.Command{
		Use:   "import FILE...",
		Short: "Read sessions from files",
		Long: `import reads the JSON of 'export --format json' and the data exports of ChatGPT
and Claude, as the .zip file or as the conversations.json in it. It finds out
by itself which of them a file is. "-" reads standard input.

Sessions of neonchat return to their branch, all others go to this one; --branch
sends all to the branch that it names. Importing again adds what is new and
duplicates nothing. import skips what it can't read, and tells you.`,
		Args: needs(1, "a file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.files = args
			return o.run(c.Context())
		},
	}
	c.Flags().StringVar(&o.branch, "branch", "", "send all to the branch of this `NAME` or id")
	return c
}

type importOptions struct {
	*base
	files  []string
	branch string // as the user named it
}

// An importing is an import under way.
type importing struct {
	*importOptions
	to     *chat.Branch
	result importLine
}

// An importLine is the -o json object of an import.
type importLine struct {
	Added    []importedLine `json:"added"`
	Extended []importedLine `json:"extended"`
	Known    int            `json:"known"` // already there, with every message
	Empty    int            `json:"empty"` // without any message
	Skipped  []skippedLine  `json:"skipped"`
}

type importedLine struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Branch   string `json:"branch"`
	Messages int    `json:"messages"`
}

type skippedLine struct {
	File    string `json:"file"`
	Problem string `json:"problem"`
}

func (o *importOptions) run(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	i := &importing{importOptions: o, result: importLine{
		Added: []importedLine{}, Extended: []importedLine{}, Skipped: []skippedLine{},
	}}
	if o.branch != "" {
		if err := i.find(ctx); err != nil {
			return err
		}
	}
	for _, file := range o.files {
		if err = i.file(ctx, file); err != nil {
			break
		}
	}
	o.Status.Quiet()
	if format == "json" {
		err = errors.Join(err, o.PrintJSON(i.result))
	} else if err == nil || len(i.result.Added)+len(i.result.Extended) > 0 {
		i.tell()
	}
	if err == nil && len(i.result.Skipped) > 0 {
		return program.Reported{Code: program.ExitFailed}
	}
	return err
}

// find finds the branch for sessions that name none, once.
func (i *importing) find(ctx context.Context) error {
	if i.to != nil {
		return nil
	}
	b, err := i.branchNamed(ctx, i.branch)
	i.to = &b
	return err
}

func (i *importing) file(ctx context.Context, name string) error {
	file := i.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return program.Usagef("give a file that is there", "%w", err)
		}
		defer f.Close()
		file = f
	}
	i.Status.Spin("importing " + name)
	n := 0
	for s, err := range archive.Import(interruptible{ctx, file}) {
		_, one := errors.AsType[*archive.BrokenError](err)
		switch {
		case err == nil:
			err = i.keep(ctx, s)
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, archive.ErrForeign) && !one:
			return program.Usagef("'neonchat sessions import --help' says what it reads", "%s: %w", name, err)
		case errors.Is(err, archive.ErrEmpty):
			i.result.Empty++
			continue
		default:
			i.skip(name, err)
			continue
		}
		if err != nil {
			return err
		}
		if n++; n%100 == 0 {
			i.Status.Quiet()
			i.Status.Spin(fmt.Sprintf("importing %s: %d so far", name, n))
		}
	}
	return nil
}

// interruptible is a file whose Read fails when the context ends.
type interruptible struct {
	ctx context.Context
	*os.File
}

func (f interruptible) Read(b []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	return f.File.Read(b)
}

// mostTold is how many problems are reported one by one.
const mostTold = 10

func (i *importing) skip(file string, err error) {
	i.result.Skipped = append(i.result.Skipped, skippedLine{file, err.Error()})
	if len(i.result.Skipped) <= mostTold {
		if _, one := errors.AsType[*archive.BrokenError](err); one {
			err = fmt.Errorf("left out %w", err)
		}
		i.Status.Notice(fmt.Sprintf("%s: %v", file, err))
	}
}

// keep saves a session, or the new messages of one that is there already.
func (i *importing) keep(ctx context.Context, s *chat.Session) error {
	if i.branch != "" || s.Branch.ID == "" {
		if err := i.find(ctx); err != nil {
			return err
		}
		s.Branch = *i.to
	}
	store := i.history.Store()
	there, err := store.Load(ctx, s.ID)
	switch {
	case errors.Is(err, chat.ErrNoSession):
		dated(s)
		i.result.Added = append(i.result.Added, importedLine{s.ID, s.Title, s.Branch.Name, len(s.Messages)})
		return store.Save(ctx, s.Head, s.Messages...)
	case err != nil:
		return err
	}
	news := missing(there, s)
	if len(news) == 0 {
		i.result.Known++
		return nil
	}
	h := there.Head
	if s.Updated.After(there.Updated) {
		h.Leaf, h.Updated = s.Leaf, s.Updated
	}
	i.result.Extended = append(i.result.Extended, importedLine{h.ID, h.Title, h.Branch.Name, len(news)})
	return store.Save(ctx, h, news...)
}

// missing returns the messages of a session that another copy of it lacks.
func missing(from, s *chat.Session) []chat.Message {
	has := make(map[string]bool)
	for _, m := range from.Messages {
		has[m.ID] = true
	}
	var news []chat.Message
	for _, m := range s.Messages {
		if !has[m.ID] {
			news = append(news, m)
		}
	}
	return news
}

// dated fills in missing dates of a session from its messages.
func dated(s *chat.Session) {
	var first, last time.Time
	for _, m := range s.Messages {
		at := m.Timing.Started
		if first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	s.Created = cmp.Or(s.Created, first, s.Updated, time.Now())
	s.Updated = cmp.Or(s.Updated, last, s.Created)
}

// tell reports the result of the import.
func (i *importing) tell() {
	r := i.result
	if n := len(r.Skipped) - mostTold; n > 0 {
		i.Status.Notice(fmt.Sprintf("and %d more", n))
	}
	parts := []string{"imported " + words.Count(len(r.Added), "session")}
	for _, more := range []struct {
		n    int
		what string
	}{
		{len(r.Extended), "extended"}, {r.Known, "there already"}, {r.Empty, "empty"}, {len(r.Skipped), "left out"},
	} {
		if more.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", more.n, more.what))
		}
	}
	i.Status.Notice(strings.Join(parts, ", "))
}

var _ io.ReaderAt = interruptible{} // zip files are read from their end
