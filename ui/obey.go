package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// obey carries out an intent. It is the whole navigation.
func (r *root) obey(i intent) tea.Cmd {
	switch i := i.(type) {
	case tea.Cmd:
		return i
	case both:
		var cmds []tea.Cmd
		for _, one := range i {
			cmds = append(cmds, r.obey(one))
		}
		return tea.Batch(cmds...)
	case quit:
		return tea.Quit
	case leave:
		r.over = nil
	case open:
		r.over = i.over
	case begin:
		r.page = r.chat
		return tea.Batch(r.desk.askLive(), r.compareFirst())
	case write:
		r.over = nil
		return r.chat.write(i.text)
	case copyOut:
		r.over = nil
		r.chat.say("sent " + i.what + " to the clipboard")
		return r.desk.copy(i.text)
	case follow:
		r.over = nil
		r.chat.say(i.link)
		return r.desk.open(i.link)
	case compare:
		return r.compare(i)
	case goOn:
		r.page, r.contest, r.chat.asked = r.chat, nil, nil
		r.chat.chipsOff()
	case say:
		r.chat.say(i.text)
	case openSession:
		return r.obey(r.chat.open(visit{session: i.id, message: i.message, word: i.word, done: i.done}))
	case stay:
		r.chat.remain()
	case chooseModel:
		r.over = newPicker(r.desk, i)
	case listSessions:
		s, ask := newSessions(r.desk, i)
		r.over = s
		return ask
	case showStandings:
		return r.obey(askStandings(r.desk, i.tag))
	case showPage:
		r.over = newPager(r.desk, i.title, i.text)
	case again:
		var cmds []tea.Cmd
		for _, msg := range i.msgs {
			cmds = append(cmds, r.take(msg))
		}
		return tea.Batch(cmds...)
	case renamed:
		r.chat.renamed(i.id, i.title)
	case deleted:
		r.chat.forget(i.id)
	}
	return nil
}

// compare opens the page for several models.
func (r *root) compare(i compare) tea.Cmd {
	r.over = nil
	r.contest = newContest(r.chat, i.Comparison)
	r.page = r.contest
	r.chat.compared = i.Targets
	enter := r.contest.enter(i.Targets)
	if strings.TrimSpace(i.draft.Text) == "" {
		return enter
	}
	return tea.Batch(enter, r.obey(r.contest.put(i.draft)))
}

// compareFirst opens that page where the program was started for it.
func (r *root) compareFirst() tea.Cmd {
	if m := r.desk.deps.Compare; m != nil && r.page == screen(r.chat) {
		return r.compare(compare{Comparison: *m})
	}
	return nil
}
