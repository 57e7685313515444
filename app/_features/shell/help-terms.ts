/** The Python original's words beside ours: for people who have used it. `theirs` stands in code type. */
export const TERMS: { theirs: string; ours: string; note: string }[] = [
  { theirs: 'batch_root_dir', ours: 'this browser', note: 'All job directories are kept in it. A bundle is the same directory as a zip.' },
  { theirs: 'api_key', ours: 'Connections', note: 'The key stands in the server’s environment, or is typed in Connections.' },
  { theirs: 'job_id', ours: 'Job name and id', note: 'Leave the id empty and one is made from the name.' },
  {
    theirs: 'prompt',
    ours: 'Instructions',
    note: 'Plus the answer format, a block that names the JSON, all_results and input_id for you. It can be turned off.',
  },
  { theirs: 'schema_dict', ours: 'Schema', note: 'The whole wrapper, the schema of the answer, or the schema of one row.' },
  { theirs: 'id_column, text_column', ours: 'ID column, Text columns', note: 'The row number can be the id.' },
  { theirs: 'chunk_size', ours: 'Rows per request', note: 'The same default: 5.' },
  {
    theirs: 'max_requests_per_batch',
    ours: 'Requests per batch',
    note: 'The same default: 5000. Batches are also kept under the provider’s size limit.',
  },
  { theirs: 'create_batch_jsonl', ours: 'Prepare job', note: 'Writes batch_input/batch_0.jsonl and so on. Nothing is sent.' },
  { theirs: 'submit_batches', ours: 'Submit', note: 'Asks first. A batch cannot be submitted twice.' },
  { theirs: 'check_batch_status', ours: 'Check now', note: 'Also happens by itself while a tab is open; Stop watching turns that off.' },
  { theirs: 'interval', ours: 'Polling interval', note: 'The same default: 300 s.' },
  { theirs: 'timeout', ours: 'Give-up time', note: 'Ends the watching, not the batch.' },
  {
    theirs: 'retrieve_results_as_dataframe',
    ours: 'Results, Download results',
    note: 'Answers are collected by themselves, joined to your rows, in the order of your table.',
  },
  {
    theirs: 'exclude_processed',
    ours: 'Send remaining rows again',
    note: 'Takes only rows without a valid answer. Rows that are done are never paid for twice.',
  },
  { theirs: 'batch_input, batch_output', ours: 'Files', note: 'The same names in the same places; a bundle opens with the original.' },
  {
    theirs: 'batch_error_….txt',
    ours: 'Activity, and the row’s state',
    note: 'The file is kept too. Valid answers beside it are never dropped.',
  },
];
