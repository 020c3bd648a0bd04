package client

import "neonchat/chat"

type mlflowUsage struct {
	Prompt        int64  `json:"prompt_tokens"`
	Completion    *int64 `json:"completion_tokens"`
	Total         int64  `json:"total_tokens"`
	PromptDetails struct {
		Cached  *int64 `json:"cached_tokens"`
		Written *int64 `json:"cache_write_tokens"`
	} `json:"prompt_tokens_details"`
	CompletionDetails struct {
		Reasoning *int64 `json:"reasoning_tokens"`
	} `json:"completion_tokens_details"`

	// Databricks' own
	CacheRead    int64 `json:"cache_read_input_tokens"`
	CacheWritten int64 `json:"cache_creation_input_tokens"`
	Reasoning    int64 `json:"reasoning_tokens"`
}

// count takes a usage that has a completion count: Claude's on Databricks comes
// with every chunk and has one in the last only.
func (d *mlflowDecoder) count(m *mlflowUsage) {
	if m == nil || m.Completion == nil {
		return
	}
	u := chat.Usage{
		Input:       m.Prompt,
		CachedInput: orElse(m.PromptDetails.Cached, m.CacheRead),
		CacheWrite:  orElse(m.PromptDetails.Written, m.CacheWritten),
		Output:      *m.Completion,
		Reasoning:   orElse(m.CompletionDetails.Reasoning, m.Reasoning),
	}
	if cache := u.CachedInput + u.CacheWrite; u.Input < cache {
		u.Input += cache
	}
	// xAI counts reasoning beside the completion; its total tells.
	if m.Total == m.Prompt+u.Output+u.Reasoning {
		u.Output += u.Reasoning
	}
	if d.usage == nil || *d.usage != u {
		d.usage = &u
		d.emit(chat.UsageUpdate{Usage: u})
	}
}
