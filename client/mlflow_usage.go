package client

import "neonchat/chat"

type mlflowUsage struct {
	Prompt        number `json:"prompt_tokens"`
	Completion    number `json:"completion_tokens"`
	Total         number `json:"total_tokens"`
	PromptDetails struct {
		Cached  number `json:"cached_tokens"`
		Written number `json:"cache_write_tokens"`
	} `json:"prompt_tokens_details"`
	CompletionDetails struct {
		Reasoning number `json:"reasoning_tokens"`
	} `json:"completion_tokens_details"`

	// Databricks' own
	CacheRead    number `json:"cache_read_input_tokens"`
	CacheWritten number `json:"cache_creation_input_tokens"`
	Reasoning    number `json:"reasoning_tokens"`
}

// count takes a usage that has a completion count: Claude's on Databricks comes
// with every chunk and has one in the last only.
func (d *mlflowDecoder) count(m *mlflowUsage) {
	if m == nil || !m.Completion.there && !m.Completion.odd {
		return
	}
	if e, news := d.tally.count(m.usage()); news {
		d.emit(e)
	}
}

// usage is what was counted.
func (m mlflowUsage) usage() *chat.Usage {
	cached := later(m.CacheRead, m.PromptDetails.Cached)
	written := later(m.CacheWritten, m.PromptDetails.Written)
	reasoning := later(m.Reasoning, m.CompletionDetails.Reasoning)
	if !m.Prompt.there || !m.Completion.there || anyOdd(cached, written, reasoning) {
		return nil
	}
	u := chat.Usage{
		Input:       m.Prompt.value,
		CachedInput: cached.or(0),
		CacheWrite:  written.or(0),
		Output:      m.Completion.value,
		Reasoning:   reasoning.or(0),
	}
	if cache := u.CachedInput + u.CacheWrite; u.Input < cache {
		u.Input += cache
	}
	// xAI counts reasoning beside the completion; its total tells.
	if m.Total.there && m.Total.value == m.Prompt.value+u.Output+u.Reasoning {
		u.Output += u.Reasoning
	}
	return &u
}
