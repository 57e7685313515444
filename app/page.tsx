export default function JobsPage() {
  return <main>New job</main>;
}
