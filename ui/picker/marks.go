package picker

import (
	"slices"
	"strings"

	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// mark marks the model under the cursor, with its settings, to be compared, or
// removes the mark. It clears the query, so that the list is whole for the next
// one.
func (p *Picker) mark() {
	c, ok := p.set()
	if !ok || p.compare == nil {
		return
	}
	if i := slices.Index(p.marks, c.Name()); i >= 0 {
		p.marks = slices.Delete(p.marks, i, i+1)
	} else if len(p.marks) < page.Most {
		p.marks = append(p.marks, c.Name())
	}
	p.query.Clear()
	p.search()
	for i, m := range p.found {
		if m.ID == c.Target.Model {
			p.at = i
		}
	}
}

func (p *Picker) isMarked(id string) bool {
	return slices.ContainsFunc(p.marks, func(t string) bool { return page.TargetOf(t).Model == id })
}

// marked returns the targets to compare. A single marked one is compared with
// the model in use.
func (p *Picker) marked() []string {
	if now := p.choice.Name(); len(p.marks) == 1 && p.marks[0] != now {
		return []string{now, p.marks[0]}
	}
	if len(p.marks) < page.Fewest {
		return nil
	}
	return p.marks
}

// hint says what the keys do and what is marked.
func (p *Picker) hint() string {
	key := func(a keymap.Action) string { return p.env.Keys.Key(keymap.Listing, a) }
	back := key(keymap.ListLeave) + " back"
	if targets := p.marked(); targets != nil {
		return key(keymap.Choose) + " compares " + strings.Join(targets, ", ") + "; " + back
	}
	hint := key(keymap.Choose) + " uses it, " + back + ", "
	if m, ok := p.model(); ok && p.price != nil {
		hint = key(keymap.Choose) + " asks it, " + p.price(m) + "; " + back + ", "
	}
	if p.compare != nil {
		hint += key(keymap.Mark) + " marks several, "
	}
	return hint + key(keymap.Field) + " settings, " + key(keymap.Favourite) + " favourite"
}
