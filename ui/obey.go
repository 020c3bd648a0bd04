package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"neonchat/ui/compare"
	"neonchat/ui/page"
	"neonchat/ui/pager"
	"neonchat/ui/picker"
	"neonchat/ui/sessions"
	"neonchat/ui/standings"
	"neonchat/ui/thread"
)

// obey carries out an intent. All navigation is here.
func (r *root) obey(i page.Intent) tea.Cmd {
	switch i := i.(type) {
	case tea.Cmd:
		return i
	case page.Batch:
		var cmds []tea.Cmd
		for _, one := range i {
			cmds = append(cmds, r.obey(one))
		}
		return tea.Batch(cmds...)
	case page.Quit:
		return tea.Quit
	case page.Leave:
		r.over = nil
	case page.Open:
		r.over = i.Over
	case page.Begin:
		r.page = r.chat
		return tea.Batch(r.env.AskLive(), r.compareFirst())
	case page.Write:
		r.over = nil
		return r.chat.Write(i.Text)
	case page.Copy:
		r.over = nil
		r.chat.Composer.Say("sent " + i.What + " to the clipboard")
		return r.env.Copy(i.Text)
	case page.OpenLink:
		r.over = nil
		r.chat.Composer.Say(i.Link)
		return r.env.Open(i.Link)
	case page.Compare:
		return r.compare(i)
	case page.BackToChat:
		r.page, r.comparing, r.chat.Composer.Host = r.chat, nil, r.chat
	case page.Notice:
		r.chat.Composer.Say(i.Text)
	case page.OpenSession:
		return r.obey(r.chat.Open(thread.Visit{Session: i.ID, Message: i.Message, Word: i.Word, Done: i.Done}))
	case page.CancelOpen:
		r.chat.Remain()
	case page.ChooseModel:
		r.over = picker.New(r.env, i)
	case page.ListSessions:
		s, ask := sessions.New(r.env, i)
		r.over = s
		return ask
	case page.ShowStandings:
		return r.obey(standings.Ask(r.env, i.Tag))
	case page.ShowPage:
		r.over = pager.New(r.env, i.Title, i.Text)
	case page.Replay:
		var cmds []tea.Cmd
		for _, msg := range i.Msgs {
			cmds = append(cmds, r.dispatch(msg))
		}
		return tea.Batch(cmds...)
	case page.Renamed:
		r.chat.Renamed(i.ID, i.Title)
	case page.Deleted:
		r.chat.Forget(i.ID)
	}
	return nil
}

// compare opens the compare page.
func (r *root) compare(i page.Compare) tea.Cmd {
	r.over = nil
	r.comparing = compare.New(r.chat, &r.chat.Threads, i.Comparison)
	r.page, r.chat.Composer.Host = r.comparing, r.comparing
	r.chat.Compared = i.Targets
	enter := r.comparing.Enter(i.Targets)
	if strings.TrimSpace(i.Draft.Text) == "" {
		return enter
	}
	return tea.Batch(enter, r.obey(r.comparing.Put(i.Draft)))
}

// compareFirst opens the compare page if the program was started for it.
func (r *root) compareFirst() tea.Cmd {
	if m := r.env.Deps.Compare; m != nil && r.page == page.Page(r.chat) {
		return r.compare(page.Compare{Comparison: *m})
	}
	return nil
}
