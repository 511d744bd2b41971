export default {
  account: { logIn: '登录', register: '注册' },
  settings: { title: '设置' },
};
