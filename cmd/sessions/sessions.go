package sessions

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
)

// Command is the command sessions, with all below it.
func Command(p *program.Program, h *backend.History) *cobra.Command {
	base := &base{p, h}
	list := &listOptions{base: base}
	c := &cobra.Command{
		Use:   "sessions [command]",
		Short: "List, search, show, export and import sessions",
		Long: `sessions lists the sessions of this branch: pinned ones first, then the latest.
Its commands take a session's id, or as much of its start as no other id has.

  neonchat sessions [list [MATCH...]]   list the sessions of this branch
  neonchat sessions search WORDS...     find words in messages
  neonchat sessions show [ID]           print a session, or else the latest
  neonchat sessions export ID...        write Markdown, JSON or API messages
  neonchat sessions import FILE...      read JSON, ChatGPT's or Claude's export
  neonchat sessions recover FILE        read another history file, broken or not
  neonchat sessions rename ID TITLE...  change the title
  neonchat sessions fork ID             copy a conversation into a new session
  neonchat sessions rm ID...            delete sessions
  neonchat sessions prune --older-than 90d
                                        delete old sessions

--branch and --all-branches look at other branches, -o json prints objects.
'neonchat -c' continues the latest session, 'neonchat --session ID' any other.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			for _, sub := range c.Commands() {
				if catalog.Distance(strings.ToLower(args[0]), sub.Name()) == 1 {
					return program.Usagef("did you mean 'neonchat sessions "+sub.Name()+"'?", "sessions has no command %q", args[0])
				}
			}
			return program.Usagef("'neonchat sessions --help' lists them; 'neonchat sessions list "+args[0]+"' looks for a title", "sessions has no command %q", args[0])
		},
		RunE: func(c *cobra.Command, _ []string) error { return list.run(c.Context()) },
	}
	list.flags(c)
	c.AddCommand(
		listCommand(base), searchCommand(base), showCommand(base), exportCommand(base), importCommand(base), recoverCommand(base),
		renameCommand(base), forkCommand(base), removeCommand(base), pruneCommand(base),
	)
	return c
}

// base is what the sessions commands share.
type base struct {
	*program.Program
	history *backend.History
}

// A scope is the branch or branches that a command is about.
type scope struct {
	branch string
	all    bool
}

func (s *scope) flags(c *cobra.Command) {
	c.Flags().StringVar(&s.branch, "branch", "", "look at the branch of this `NAME` or id")
	c.Flags().BoolVar(&s.all, "all-branches", false, "look at every branch")
}

// within gives the sessions to look at, and what they are called.
func (b *base) within(ctx context.Context, s scope) (chat.Scope, string, error) {
	switch {
	case s.all && s.branch != "":
		return chat.Scope{}, "", program.Usagef("leave one of them out", "--branch names a branch, and --all-branches all")
	case s.all && b.Settings.Demo: // the demo has a history of its own
		return chat.Scope{Branch: chat.DemoBranch}, "branch " + chat.DemoBranch, nil
	case s.all:
		return chat.Scope{}, "any branch", nil
	}
	one, err := b.branchNamed(ctx, s.branch)
	return chat.Scope{Branch: one.ID}, "branch " + one.Name, err
}

// branchNamed is the branch of a name or an id, of those that have sessions, or
// the one that is worked on.
func (b *base) branchNamed(ctx context.Context, name string) (chat.Branch, error) {
	here, lost := backend.CurrentBranch(b.Program)
	if name == "" {
		if lost != nil {
			return here, program.Usagef("--branch NAME and --all-branches need no gateway; "+program.HintOf(lost), "%w", lost)
		}
		return here, nil
	}
	all, err := b.history.Store().Branches(ctx)
	if err != nil {
		return here, err
	}
	if lost == nil && !slices.ContainsFunc(all, func(b chat.Branch) bool { return b.ID == here.ID }) {
		all = append(all, here)
	}
	var named []chat.Branch
	for _, b := range all {
		if b.ID == name {
			return b, nil
		}
		if b.Name == name {
			named = append(named, b)
		}
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return here, program.Usagef(knownBranches(all), "there is no session of a branch %q", name)
	}
	var ids []string
	for _, b := range named {
		ids = append(ids, b.ID)
	}
	return here, program.Usagef("say which by its id: "+words.OneOf(ids), "%d branches are called %q", len(named), name)
}

func knownBranches(all []chat.Branch) string {
	var names []string
	for _, b := range all {
		names = append(names, cmp.Or(b.Name, b.ID))
	}
	if len(names) == 0 {
		return "nothing was said on any branch yet"
	}
	return "there are sessions of " + strings.Join(names, ", ")
}

// A sessionLine is a session as -o json has it.
type sessionLine struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Branch    placeLine `json:"branch"`
	Model     *string   `json:"model"`
	Turns     int       `json:"turns"`
	Cost      *float64  `json:"cost_usd"`
	Unpriced  int       `json:"unpriced"`
	Pinned    bool      `json:"pinned"`
	Created   time.Time `json:"created"`
	Updated   time.Time `json:"updated"`
	LastWords string    `json:"last_words"`
	From      *forkLine `json:"from"`
}

type placeLine struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Project string `json:"project"`
	Host    string `json:"host"`
}

type forkLine struct {
	Session string `json:"session"`
	Message string `json:"message"`
}

func newSessionLine(s chat.Summary) sessionLine {
	l := sessionLine{
		ID: s.ID, Title: s.Title, Branch: placeLine(s.Branch), Model: program.OrNull(s.Model), Turns: s.Turns, Unpriced: s.Unpriced,
		Pinned: s.Pinned, Created: s.Created.UTC(), Updated: s.Updated.UTC(), LastWords: s.LastWords,
	}
	if usd, known := costOf(s); known {
		l.Cost = &usd
	}
	if s.From != (chat.Fork{}) {
		l.From = (*forkLine)(&s.From)
	}
	return l
}

// costOf is what a session cost, as far as that is known. Nothing known is no 0.
// What the sum of floats has behind a trillionth isn't money.
func costOf(s chat.Summary) (usd float64, known bool) {
	return math.Round(s.Cost*1e12) / 1e12, s.Cost > 0 || s.Model != "" && s.Unpriced == 0
}

// summary is a session as a list has it.
func (b *base) summary(ctx context.Context, h chat.Head) (chat.Summary, error) {
	list, err := b.history.Store().List(ctx, chat.Scope{Branch: h.Branch.ID})
	if err != nil {
		return chat.Summary{}, err
	}
	i := slices.IndexFunc(list, func(s chat.Summary) bool { return s.ID == h.ID })
	if i < 0 {
		return chat.Summary{}, chat.ErrNoSession
	}
	return list[i], nil
}

// heads loads those of the sessions that a user names.
func (b *base) heads(ctx context.Context, ids []string) ([]chat.Head, error) {
	var heads []chat.Head
	for _, id := range ids {
		s, err := b.history.Session(ctx, id)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(heads, func(h chat.Head) bool { return h.ID == s.ID }) {
			heads = append(heads, s.Head)
		}
	}
	return heads, nil
}

// sure asks the user before something is deleted. yes skips the question; without a
// terminal to ask on, it is needed.
func (b *base) sure(ctx context.Context, question string, yes bool) error {
	sure, err := b.Confirm(ctx, question, yes)
	if err == nil && !sure {
		b.Status.Say("nothing is deleted")
		return program.Reported{Code: program.ExitFailed}
	}
	return err
}

// needs is a check for at least this many arguments.
func needs(least int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least {
			return nil
		}
		return program.Usagef("'neonchat sessions' lists the sessions with their ids", "%w", errors.New("sessions "+c.Name()+" needs "+what))
	}
}

// forALine puts a text on one line without tabs, for fields in a pipe.
func forALine(s string) string {
	return cmp.Or(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)), " "), "-")
}
