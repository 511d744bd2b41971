import { ElMessageBox } from 'element-plus';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-message-box.css';
import 'element-plus/theme-chalk/el-overlay.css';

interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** Asks the person; closing the question in any other way means no. */
export async function isConfirmed({ title, text, yes, no }: Question): Promise<boolean> {
  try {
    await ElMessageBox.confirm(text, title, { confirmButtonText: yes, cancelButtonText: no });
    return true;
  } catch {
    return false;
  }
}
