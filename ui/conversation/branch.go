package conversation

import (
	"cmp"
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/theme"
	"neonchat/ui/thread"
)

// branch shows what is known of the branch, or carries a session over: from the
// branch before the switch to this one, or from the page to another branch.
func branch(c *Conversation, arg string) page.Intent {
	if arg == "" {
		return askBranches(c.Env, "")
	}
	word, to, _ := strings.Cut(arg, " ")
	if word != "carry" {
		return page.Notice{Text: "/branch shows the branch, /branch carry takes a session along, /branch carry BRANCH over to another"}
	}
	if to = strings.TrimSpace(to); to != "" {
		return carryTo(c, to)
	}
	return carryHere(c)
}

// A branchesMsg brings the known branches, to show them or to carry the session
// to one of them.
type branchesMsg struct {
	branches []chat.Branch
	carry    string // the name or id of the branch to carry the session to; "" shows the branches
	err      error
}

func askBranches(env *page.Env, carry string) tea.Cmd {
	store, last := env.Saver.Store, env.Saver.Last
	return func() tea.Msg {
		if store == nil {
			return branchesMsg{carry: carry}
		}
		all, err := page.FromStore(store, last, func(ctx context.Context, s chat.Store) ([]chat.Branch, error) { return s.Branches(ctx) })
		return branchesMsg{all, carry, err}
	}
}

func showBranches(c *Conversation, msg branchesMsg) page.Intent {
	if msg.carry != "" {
		return carried(c, msg)
	}
	return page.ShowPage{Title: "Branch", Text: branchText(c.Env.Deps.Gateway, c.previous, msg)}
}

// branchText describes the branch.
func branchText(g page.Gateway, previous chat.Head, msg branchesMsg) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			b.WriteString(name + strings.Repeat(" ", max(1, 9-len(name))) + value + "\n")
		}
	}
	line("branch", g.Branch.Name)
	line("id", g.Branch.ID)
	line("project", g.Branch.Project)
	line("host", g.Branch.Host)
	line("console", g.Console)
	if len(g.Sources) > 0 {
		b.WriteString("\nWhat was found where:\n\n")
	}
	for _, s := range g.Sources {
		b.WriteString("  " + s + "\n")
	}
	if msg.err != nil {
		b.WriteString("\nThe sessions' store: " + msg.err.Error() + "\n")
	}
	var others []chat.Branch
	for _, known := range msg.branches {
		if known.ID != g.Branch.ID {
			others = append(others, known)
		}
	}
	if len(others) > 0 {
		b.WriteString("\nOther branches with sessions, the latest first:\n\n")
	}
	for _, o := range others {
		b.WriteString("  " + o.Name)
		if o.ID != o.Name {
			b.WriteString("  " + o.ID)
		}
		b.WriteString("\n")
	}
	if previous.ID != "" && previous.Branch.ID != g.Branch.ID {
		b.WriteString("\n/branch carry takes “" + theme.OneLine(previous.Title) + "” of " + previous.Branch.Name + " along to " + g.Branch.Name + ", as a fork.")
	}
	if len(others) > 0 {
		b.WriteString("\n/branch carry BRANCH puts a fork of the session on the page there.")
	}
	return b.String()
}

// carryHere shows a fork on this branch: of the session on the page if that is
// another branch's, or else of the one that was there before the branch was
// switched.
func carryHere(c *Conversation) page.Intent {
	here := c.Env.Deps.Branch.ID
	switch {
	case !c.Fresh() && c.Session.Branch.ID != here:
		return carry(c, c.Thread)
	case c.previous.ID == "" || c.previous.Branch.ID == here:
		return page.Notice{Text: "nothing to take along: the branch wasn't switched; /branch carry BRANCH carries this session over"}
	}
	if t := c.AwayIn(func(h chat.Head) bool { return h.ID == c.previous.ID }); t != nil {
		return carry(c, t)
	}
	return c.Load(thread.Visit{Use: func(t *thread.Thread) page.Intent { return carry(c, t) }}, thread.ByID(c.previous.ID))
}

// carry shows a fork of a thread on this branch.
func carry(c *Conversation, t *thread.Thread) page.Intent {
	if t.Tree.Message(t.Session.Leaf) == nil {
		return page.Notice{Text: "nothing was said there yet"}
	}
	i := c.Fork(t, t.Session.Leaf)
	c.previous, c.Warning = chat.Head{}, ""
	c.Composer.Say("carried over: a fork of “" + t.Name(c.Env.Look) + "”, on " + c.Env.Deps.Branch.Name)
	return i
}

// carryTo saves a fork of the session on another branch. The page doesn't
// change.
func carryTo(c *Conversation, branch string) page.Intent {
	if c.Tree.Message(c.Session.Leaf) == nil {
		return page.Notice{Text: "there is nothing to carry yet"}
	}
	return askBranches(c.Env, branch)
}

func carried(c *Conversation, msg branchesMsg) page.Intent {
	if msg.err != nil {
		return page.Notice{Text: "the branches: " + msg.err.Error()}
	}
	var to []chat.Branch
	for _, b := range msg.branches {
		if b.ID == msg.carry || b.Name == msg.carry {
			to = append(to, b)
		}
	}
	switch {
	case len(to) == 0:
		return page.Notice{Text: "no session here is of a branch " + msg.carry + ": /branch lists those that are known"}
	case len(to) > 1:
		return page.Notice{Text: "several branches are called " + msg.carry + ": give the id of one, /branch lists them"}
	case to[0].ID == c.Session.Branch.ID:
		return page.Notice{Text: "the session is of " + cmp.Or(to[0].Name, to[0].ID) + " already"}
	}
	f := c.Session.Fork(c.Session.Leaf, c.Env.Deps.Time())
	f.Branch = to[0]
	c.Composer.Say("a fork is on " + to[0].Name + "; " + c.Env.Keys.Key(keymap.Writing, keymap.Sessions) + " and tab shows it")
	return thread.KeepFork(c.Env, f)
}
