package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"neonchat/chat"
)

var meeting = []clause{
	{"many may use it at once", func(t *tester) {
		var all sync.WaitGroup
		sessions := make([]*chat.Session, 8)
		for i := range sessions {
			s := t.session(main)
			s.Title = fmt.Sprint("session ", i)
			sessions[i] = s
			all.Go(func() {
				for n := range 10 {
					m := s.Add(chat.Message{Role: chat.User, Parts: []chat.Part{chat.Text{Text: fmt.Sprint("meeting ", n)}}})
					_, searching := t.store.Search(t.ctx, chat.Scope{Limit: 3}, "meeting")
					_, listing := t.store.List(t.ctx, chat.Scope{Limit: 3})
					if err := errors.Join(t.store.Save(t.ctx, s.Head, m), searching, listing); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		for _, s := range sessions {
			t.same("a session", *t.load(s.ID), *s)
		}
	}},
	{"a context that has ended ends a method, and nothing is half done", func(t *tester) {
		s := t.chat(main, "q", "a")
		ctx, cancel := context.WithCancel(t.ctx)
		cancel()
		stray := t.session(main)
		for doing, err := range map[string]error{
			"saving":   t.store.Save(ctx, stray.Head),
			"changing": t.store.Change(ctx, s.ID, chat.Change{Title: new("changed")}),
			"deleting": t.store.Delete(ctx, s.ID),
		} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", doing, err)
			}
		}
		if _, err := t.store.Load(ctx, s.ID); !errors.Is(err, context.Canceled) {
			t.Errorf("loading: %v", err)
		}
		t.lists(chat.Scope{}, "q")
	}},
}
