package backend

import (
	"slices"
	"strings"
	"sync"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/tools"
	"neonchat/tools/mcp"
	"neonchat/tools/sql"
)

// Tools holds the tools that models may call in this run.
type Tools struct {
	p      *program.Program
	box    chat.Toolbox
	permit chat.Permit
	told   sync.Map // the tools and models already reported
}

// OpenTools collects the tools that the user has switched on, or returns nil if there are
// none. It connects to nothing and starts nothing.
func OpenTools(p *program.Program, b *Branch) (*Tools, error) {
	if len(p.Settings.Tools) == 0 {
		return nil, nil
	}
	asked := func(name string) bool { return slices.Contains(p.Settings.Tools, name) }
	found, err := FindServers(p)
	if err != nil {
		return nil, err
	}
	known := append([]string{sql.Source}, found.names()...)
	for _, name := range p.Settings.Tools {
		if name != "*" && name != mcp.NeonName && !slices.Contains(known, name) {
			return nil, program.Usagef("there is "+words.OneOf(known), "there are no tools called %q", name)
		}
	}
	var boxes []chat.Toolbox
	if asked(sql.Source) || asked("*") {
		box, err := sqlTools(p, b)
		switch {
		case err == nil:
			boxes = append(boxes, box)
		case asked(sql.Source):
			return nil, program.Usagef(program.HintOf(err), "%w", err)
		default:
			p.Complain("no tools of "+sql.Source+": "+err.Error(), program.HintOf(err))
		}
	}
	servers, err := found.wanted(p)
	if err != nil {
		return nil, err
	}
	if len(servers) > 0 {
		boxes = append(boxes, Box(p, servers))
	}
	if boxes == nil {
		return nil, nil
	}
	t := &Tools{p: p, box: tools.Join(boxes...)}
	guard := &tools.Guard{Rules: rulesOf(p, found), Denied: t.tellDenied}
	if p.CanAsk() {
		guard.Asker = &lineAsker{p: p, allowed: map[string]bool{}}
	}
	t.permit = guard
	return t, nil
}

// AskOnce has the columns of a comparison ask once: what is said of a tool to one
// of them holds for all.
func (t *Tools) AskOnce() {
	if t == nil {
		return
	}
	if g := t.permit.(*tools.Guard); g.Asker != nil {
		g.Asker = tools.Once(g.Asker)
	}
}

// sqlTools reads the branch's database, which is named beside the gateway. Where the
// gateway is, is looked up again at each call: a branch may have been switched.
func sqlTools(p *program.Program, b *Branch) (chat.Toolbox, error) {
	if p.Settings.Demo {
		box := sql.Demo()
		p.OnClose(box.Close)
		return box, nil
	}
	if _, err := targetOf(b.Gateway.Database); err != nil {
		return nil, err
	}
	box := sql.New(func() (sql.Target, error) {
		g, err := FindGateway(p)
		if err != nil {
			return sql.Target{}, err
		}
		return targetOf(g.Database)
	})
	p.OnClose(box.Close)
	return box, nil
}

// rulesOf are the rules that hold for this run: what the command line allows first,
// then the settings, those of a server last; and of the demo's database nothing has to be asked.
func rulesOf(p *program.Program, found Servers) []tools.Rules {
	allowed, settled := tools.Rules{}, tools.Rules{}
	for _, pattern := range p.Flags.Allow {
		allowed[pattern] = tools.Allow
	}
	for pattern, word := range p.Settings.Permissions {
		settled[pattern] = tools.Word(word)
	}
	rules := []tools.Rules{allowed, settled, found.allowed()}
	if p.Settings.Demo {
		rules = append(rules, tools.Rules{"sql_*": tools.Allow})
	}
	return rules
}

// tellDenied reports, once per tool, that nobody has allowed it.
func (t *Tools) tellDenied(names []string) {
	for _, name := range names {
		if _, told := t.told.LoadOrStore(name, true); !told {
			t.p.Complain(name+" was not run: you have not allowed it", "--allow '"+pattern(name)+"' allows it")
		}
	}
}

// pattern is what allows a tool with the others of its source.
func pattern(name string) string {
	if strings.HasPrefix(name, "sql_") {
		return "sql_*"
	}
	return name
}

// Equip gives a turn the tools, unless its model is known not to support them. It does
// nothing if the Tools are nil.
func (t *Tools) Equip(turn *chat.Turn, facts catalog.Model) {
	if t == nil {
		return
	}
	if facts.ToolCall == catalog.No {
		if _, told := t.told.LoadOrStore(facts.ID, true); !told {
			t.p.Status.Notice(facts.ID + " calls no tools: it answers without")
		}
		return
	}
	turn.Tools, turn.Permit = t.box, t.permit
	turn.MaxSteps, turn.MaxCost = t.p.Settings.MaxSteps, t.p.Settings.MaxCost
}
